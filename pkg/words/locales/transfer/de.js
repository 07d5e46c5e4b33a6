/** Die Worte zum Mitnehmen und Zeigen auf Deutsch; Schlüssel und Platzhalter wie in en.js. */
export default Object.freeze({
  "along.note":
    "Was gelernt wurde, wird in diesem Browser mit Ihrer Passphrase versiegelt. Sie nehmen es selbst mit, als Datei oder Code; gesendet wird nichts.",
  "along.first": "Wählen Sie zuerst oben, ob dieser Shop auf diesem Gerät lernen darf.",
  "along.pass": "Ihre Passphrase",
  "along.pass.note": "Mindestens 8 Zeichen. Schreiben Sie sie auf: Niemand kann sie wiederherstellen.",
  "along.make": "Datei und Code erstellen",
  "along.code": "Code für die Kamera Ihres anderen Geräts",
  "along.scan":
    "Scannen Sie den Code mit der Kamera Ihres anderen Geräts, oder öffnen Sie dort den Link, und geben Sie die Passphrase ein.",
  "along.scan.all":
    "Scannen Sie die Codes in beliebiger Reihenfolge mit der Kamera Ihres anderen Geräts und geben Sie dort die Passphrase ein. Lassen Sie die erste Seite offen, während Sie den zweiten Code scannen.",
  "along.nth": "Code {nth} von {of}",
  "along.missing":
    "Teil {nth} von {of} fehlt noch. Lassen Sie diese Seite offen und scannen Sie den anderen Code, oder fügen Sie hier seinen Link hinzu.",
  "along.part": {
    one: "Der Code enthält {count} von {all} Einträgen, die aussagekräftigsten zuerst. Die Datei enthält alles.",
    other: "Der Code enthält {count} von {all} Einträgen, die aussagekräftigsten zuerst. Die Datei enthält alles.",
  },
  "along.save": "Datei speichern",
  "along.copy": "Link kopieren",
  "along.copied": "Kopiert.",
  "along.in": "Hierher holen",
  "along.in.note": "Beide Seiten werden vereint. Sagt eine zu etwas Nein, gilt das Nein.",
  "along.link": "Link von Ihrem anderen Gerät",
  "along.file": "Datei auswählen",
  "along.open": "Öffnen",
  "along.wrong": "Diese Passphrase öffnet es nicht. Nichts wurde geändert.",
  "along.bad": "Das ist beschädigt, unvollständig oder nicht von der Sortierung dieses Shops. Nichts wurde geändert.",

  "card.note":
    "Kreuzen Sie an, was jemand sehen darf, der Ihnen hilft. Gesendet wird nichts: Sie zeigen den Code oder geben den Text selbst weiter.",
  "card.question": "Frage",
  "card.order": "Bestellnummer",
  "card.recent": "Zuletzt angesehene Produkte",
  "card.preferences": "Wünsche",
  "card.taste": "Geschmack",
  "card.make": "Karte erstellen",
  "card.code": "Code mit genau dem, was hier steht",
  "card.shown": "Das wird zu sehen sein:",
  "card.copy": "Als Text kopieren",
  "card.save": "Als Datei speichern",
  "card.none": "Kreuzen Sie zuerst etwas an, oder geben Sie etwas ein.",

  "read.title": "Karte einer Kundin oder eines Kunden lesen",
  "read.note":
    "Man zeigt Ihnen einen Code oder gibt Ihnen einen Text oder eine Datei. Das bleibt in diesem Browser und ist weg, wenn Sie die Seite schließen.",
  "read.text": "Text oder Link der Karte",
  "read.file": "Datei der Karte auswählen",
  "read.bad": "Das ist keine Karte.",
  "read.made": "Erstellt am {date}",
});
