/** Words about totals, English: the reference for all languages. `{names}` are filled in; objects are plural forms by `count`. */
export default Object.freeze({
  title: "What exactly is sent",
  "state.off": "Nothing is collected or sent.",
  "state.remember": "Nothing is collected or sent. It needs “Remember me”, so that you are not asked twice.",
  "state.paused": "Paused: nothing is collected or sent.",
  "state.on": "You take part.",

  "on.select_item": "It is about a product you open in a list: {list}.",
  "on.add_to_cart": "It is about a product you put in your basket: {list}.",
  "on.purchase": "It is about a product you buy: {list}.",
  "by.place": "its place in the list",
  "by.order": "whether the list was sorted for you",
  "by.category": "its category",
  often: "At most one answer every {time}, chosen at random.",
  blur: "In {percent} of all answers, chance takes the place of what happened. So no single answer proves anything.",
  halves:
    "Your answer is split in two and encrypted, one half for {leader}, one for {helper}. Neither can read it alone. They have agreed to publish only sums of at least {count} answers.",
  code: "Code of this question: {code}",

  waiting: "Waiting",
  "waiting.none": "No answer yet.",
  "waiting.due": "{answer}. Goes out after {time}.",
  "waiting.open": "{answer}. May still change until {time} and goes out after that.",
  cancel: "Do not send",
  cancelled: "It will not be sent.",
  "cancelled.late": "It may have been sent already.",
  sent: "Sent",
  "sent.at": "{answer}. Sent on {time}.",
  "sent.year": { one: "{count} answer in the last 12 months.", other: "{count} answers in the last 12 months." },

  "place.one": "Place {from}",
  "place.range": "Place {from} to {to}",
  "place.last": "Place {from} or later",
  "order.true": "Sorted for you",
  "order.false": "Shop's order",
  "category.other": "Another category",
});
