/** Wörter zu den Summen, Deutsch. */
export default Object.freeze({
  title: "Was genau gesendet wird",
  "state.off": "Nichts wird gesammelt oder gesendet.",
  "state.remember": "Nichts wird gesammelt oder gesendet. Dazu braucht es „Merken“, damit Sie nicht zweimal gefragt werden.",
  "state.paused": "Angehalten: Nichts wird gesammelt oder gesendet.",
  "state.on": "Sie machen mit.",

  "on.select_item": "Es geht um ein Produkt, das Sie in einer Liste öffnen: {list}.",
  "on.add_to_cart": "Es geht um ein Produkt, das Sie in den Warenkorb legen: {list}.",
  "on.purchase": "Es geht um ein Produkt, das Sie kaufen: {list}.",
  "by.place": "sein Platz in der Liste",
  "by.order": "ob die Liste für Sie sortiert war",
  "by.category": "seine Kategorie",
  often: "Höchstens eine Antwort je {time}, zufällig gewählt.",
  blur: "Bei {percent} aller Antworten tritt der Zufall an die Stelle dessen, was war. So beweist keine einzelne Antwort etwas.",
  halves:
    "Ihre Antwort wird in zwei Hälften geteilt und verschlüsselt, eine für {leader}, eine für {helper}. Allein kann keiner sie lesen. Beide haben zugesagt, nur Summen aus mindestens {count} Antworten zu veröffentlichen.",
  code: "Kennung dieser Frage: {code}",

  waiting: "Wartet",
  "waiting.none": "Noch keine Antwort.",
  "waiting.due": "{answer}. Geht nach {time} hinaus.",
  "waiting.open": "{answer}. Kann sich bis {time} noch ändern und geht danach hinaus.",
  cancel: "Nicht senden",
  cancelled: "Es wird nicht gesendet.",
  "cancelled.late": "Es wurde vielleicht schon gesendet.",
  sent: "Gesendet",
  "sent.at": "{answer}. Gesendet am {time}.",
  "sent.year": { one: "{count} Antwort in den letzten 12 Monaten.", other: "{count} Antworten in den letzten 12 Monaten." },

  "place.one": "Platz {from}",
  "place.range": "Platz {from} bis {to}",
  "place.last": "Platz {from} oder später",
  "order.true": "Für Sie sortiert",
  "order.false": "Reihenfolge des Shops",
  "category.other": "Andere Kategorie",
});
