/** Every word of the demonstration shop, but for its products' own. Another language is another copy of this file. */

const count = (n, one, many) => `${n} ${n === 1 ? one : many}`;

export const shop = {
  name: "Lark & Lintel",
  claim: "A general store, with the memory in your pocket",
  notice: "A demonstration. Nothing is sold, nothing leaves your browser.",
  title: (page) => (page ? `${page} – Lark & Lintel` : "Lark & Lintel"),
};

/** A shortage as a shop might announce it; the rules that say it are in js/shortage.js. */
export const shortage = {
  begin: "Try a shortage",
  end: "End the shortage",
  notice:
    "Some things are scarce at the moment. What people need to work and learn at home comes first, for everybody and at the usual price.",
};

export const nav = {
  skip: "Skip to the content",
  departments: "Departments",
  home: "Lark & Lintel, home",
  all: "Everything",
  offers: "Offers",
  search: "Search",
  privacy: "Your privacy",
  privacyShort: "Privacy",
  basket: (n) => (n === 0 ? "Basket, empty" : `Basket, ${count(n, "item", "items")}`),
  breadcrumb: "You are here",
};

/** Departments in the order of the menu. `path` is how their products' category paths begin. */
export const departments = [
  {
    slug: "cameras",
    name: "Cameras",
    path: ["Electronics", "Cameras"],
    cover: "twin-lens-camera",
    intro: "Film, digital and instant, some with half a century of pictures behind them.",
  },
  {
    slug: "computers",
    name: "Computers",
    path: ["Electronics", "Computers"],
    cover: "laptop",
    intro: "Machines for the desk and the train, and the parts that keep them going.",
  },
  {
    slug: "furniture",
    name: "Furniture",
    path: ["Home & Garden", "Furniture"],
    cover: "comfy-padded-chair",
    intro: "Chairs to stay in, tables to work at, light to read by.",
  },
  {
    slug: "plants",
    name: "Plants",
    path: ["Home & Garden", "Plants"],
    cover: "spiky-cactus",
    intro: "For windowsills, balconies and shady corners, and the tools to keep them.",
  },
  {
    slug: "shoes",
    name: "Shoes",
    path: ["Sports & Outdoor", "Shoes"],
    cover: "freerun-running-shoe",
    intro: "For roads, courts and all the days between.",
  },
  {
    slug: "sport",
    name: "Outdoors",
    path: ["Sports & Outdoor", "Sport"],
    cover: "basketball",
    intro: "Balls, wheels and a tent: reasons to leave the house.",
  },
];

export const home = {
  heading: "Shelves that know you. Nobody else does.",
  lead: "If you say so, what suits you comes first. Worked out in your browser, kept there, erased whenever you wish.",
  shop: "See everything",
  how: "How that works",
  departments: "Departments in pictures",
  listing: "New on the shelves",
  more: (n) => `See all ${n} products`,
  offers: "On offer, for everybody",
  offersNote: "The same price for every visitor. Ownshelf never changes a price.",
  howHeading: "A shop assistant’s memory, in your own pocket",
  steps: [
    ["You say when", "Nothing is noticed until you tap “For you”. That counts for this visit alone, unless you ask it to remember."],
    [
      "It is learned here",
      "What you open, compare and choose becomes an order of products inside this browser. No account, no server, no cookie.",
    ],
    ["It is yours to change", "Read what was learned in plain words, correct it, erase it. The shop’s own order is always one tap away."],
  ],
  openPanel: "Open your privacy settings",
};

export const listing = {
  count: (n) => count(n, "product", "products"),
  sort: "Sort",
  sorts: {
    shop: "Featured",
    price_asc: "Price, low to high",
    price_desc: "Price, high to low",
    newest: "Newest first",
    saving: "Biggest saving",
  },
  filter: "Filter",
  filters: "Filters",
  showing: (n) => `Show ${count(n, "product", "products")}`,
  clear: "Clear all",
  remove: (name) => `Remove the filter ${name}`,
  close: "Close",
  none: "Nothing matches all of these filters.",
  noneHelp: "Remove one of them, or start again.",
  sortedBy: (name) => `Sorted by “${name}”, as you asked. Your own order returns with “Featured”.`,
  oftenSorted: (name) => `Sort by “${name}” again?`,
  subcategories: "Narrow down",
  everything: "All",
  allTitle: "Everything",
  allIntro: "The whole shop on one page.",
  offersTitle: "Offers",
  offersIntro: "Reduced for everybody alike. No price here depends on who is looking.",
};

/** Names and units of the facets and attributes; what is not listed is shown as it is written. */
export const facets = {
  offer: "Offers",
  price: "Price",
  brand: "Brand",
  type: "Kind",
  condition: "Condition",
  onOffer: "On offer",
  upTo: (text) => `Up to ${text}`,
  between: (from, to) => `${from} to ${to}`,
  over: (text) => `Over ${text}`,
  conditions: { new: "New", used: "Second-hand", refurbished: "Refurbished" },
};

export const product = {
  from: "from",
  was: "instead of",
  price: "Price",
  saving: (percent) => `−${percent}%`,
  savingLong: (amount) => `You save ${amount}. So does everybody.`,
  add: "Add to basket",
  added: "Added",
  save: (name) => `Save ${name} for later`,
  saved: (name) => `${name} is saved for later`,
  choose: "Choose",
  details: "Details",
  brand: "Brand",
  energy: "Energy class",
  photos: "Photographs",
  photoOf: (name) => name,
  photoDetail: (name) => `${name}, a closer look`,
  photoScene: (name) => `${name}, the whole picture`,
  goesWith: "Goes with it",
  secondHand: (name) => `${name}, second-hand or refurbished`,
  more: (name) => `More from ${name}`,
  care: (days) => `Wants a service about every ${days} days.`,
  renew: (days) => `Usually replaced after about ${days} days.`,
  delivery: "Delivered in two to four days, free from €50. At least it would be: this is a demonstration.",
};

export const basket = {
  title: "Basket",
  empty: "Nothing in here yet",
  emptyHelp: "Good things take their time. Have a look around.",
  look: "Look around",
  fewer: (name) => `One ${name} fewer`,
  another: (name) => `One ${name} more`,
  quantity: "Quantity",
  remove: "Remove",
  removeLong: (name) => `Remove ${name}`,
  removed: (name) => `${name} was removed.`,
  undo: "Undo",
  subtotal: "Products",
  saved: "Saved by offers",
  delivery: "Delivery",
  free: "free",
  total: "Total",
  checkout: "To the checkout",
  added: (name) => `${name} is in your basket.`,
  view: "View basket",
};

export const checkout = {
  title: "Checkout",
  intro: "A pretend purchase. No name, no address, no card: just the button, so that you can see what the shelves make of it.",
  delivery: "Delivery",
  ways: {
    bike: ["By bicycle and rail", "Three to four days, the low-carbon way", 0],
    van: ["By van", "Tomorrow", 6.9],
  },
  place: "Place the pretend order",
  thanks: "Thank you",
  thanksText: (id) => `Order ${id} exists on this page only. Close it and it is gone.`,
  onwards: "Back to the shelves",
  ordered: "What you ordered",
};

export const search = {
  title: "Search",
  label: "What are you looking for?",
  placeholder: "Camera, oak, running …",
  results: (n, term) => `${count(n, "product", "products")} for “${term}”`,
  none: (term) => `Nothing here for “${term}”`,
  noneHelp: "Try a plainer word, or one of the departments.",
};

/** Reasons by the engine's codes, as they follow "because"; a code without words here is told in the engine's own. */
const because = {
  category: ({ name }) => `you looked at ${lower(name)}`,
  session: () => "of what you looked at just now",
  brand: ({ name }) => `you looked at ${name}`,
  attribute: ({ name }) => `you often choose ${name}`,
  price: () => "you compare prices",
  offer: () => "you look out for offers",
  viewed: () => "you looked at these before",
};
/** Said on a card, where there is room for a few words; the whole sentence is behind "Why here?". */
const brief = {
  price: "You compare prices",
  offer: "You look out for offers",
  session: "Like what you looked at",
};
const lower = (name = "") => name[0].toLowerCase() + name.slice(1);

export const personal = {
  /** Stands in for the switch when the engine cannot load. */
  absent: "This is the shop’s own order. A personal order is not available in this browser at the moment; everything else works as usual.",
  reordered: (moved, why) => `${count(moved, "product", "products")} re-ordered${why ? ` ${why}` : ""}`,
  because: ({ code, text, params = {} }) => (because[code] ? `because ${because[code](params)}` : `– ${lower(text)}`),
  brief: ({ code, text }) => brief[code] ?? text,
  see: "See why",
};

export const states = {
  missing: "This page does not exist",
  missingHelp: "It may have moved to another shelf.",
  loading: "Loading the shop",
  broken: "The catalogue did not load",
  brokenHelp: "Please try again. Whoever runs this demo: `cargo xtask build` prepares the catalogue and its photographs.",
  retry: "Try again",
  home: "Back to the shop",
};

export const toast = { dismiss: "Dismiss" };

export const footer = {
  shop: "Shop",
  you: "You",
  about: "About",
  privacy: "Privacy settings",
  basket: "Basket",
  search: "Search",
  aboutText: "Lark & Lintel does not exist. It shows Ownshelf, a module that arranges a shop’s listings inside the visitor’s own browser.",
  photos: "Products and photographs: the sample catalogue of @vendure/create (MIT). Prices, offers and some brands are invented.",
};
