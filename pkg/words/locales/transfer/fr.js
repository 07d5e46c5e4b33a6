/** Les textes pour emporter et montrer, en français ; clés et variables comme dans en.js. */
export default Object.freeze({
  "along.note":
    "Ce qui a été appris est scellé dans ce navigateur avec votre phrase secrète. Vous l’emportez vous-même, en fichier ou en code ; rien n’est envoyé.",
  "along.first": "Choisissez d’abord ci-dessus si cette boutique peut apprendre sur cet appareil.",
  "along.pass": "Phrase secrète",
  "along.pass.note": "Au moins 8 caractères. Notez-la : personne ne peut la retrouver.",
  "along.make": "Créer le fichier et le code",
  "along.code": "Code pour l’appareil photo de votre autre appareil",
  "along.scan": "Scannez le code avec votre autre appareil, ou ouvrez-y le lien, puis saisissez la phrase secrète.",
  "along.scan.all":
    "Scannez les codes avec l’appareil photo de votre autre appareil, dans n’importe quel ordre, et saisissez-y la phrase secrète. Laissez la première page ouverte pendant que vous scannez le second.",
  "along.nth": "Code n° {nth} sur {of}",
  "along.missing":
    "Il manque encore la partie {nth} sur {of}. Laissez cette page ouverte et scannez l’autre code, ou ajoutez son lien ici.",
  "along.part": {
    one: "Le code contient {count} entrée sur {all}, la plus parlante d’abord. Le fichier contient tout.",
    many: "Le code contient {count} d’entrées sur {all}, les plus parlantes d’abord. Le fichier contient tout.",
    other: "Le code contient {count} entrées sur {all}, les plus parlantes d’abord. Le fichier contient tout.",
  },
  "along.save": "Enregistrer le fichier",
  "along.copy": "Copier le lien",
  "along.copied": "Copié.",
  "along.in": "Récupérer ici",
  "along.in.note": "Les deux côtés sont réunis. Si l’un refuse quelque chose, le refus l’emporte.",
  "along.link": "Lien de votre autre appareil",
  "along.file": "Choisir le fichier",
  "along.open": "Ouvrir",
  "along.wrong": "Cette phrase secrète ne l’ouvre pas. Rien n’a été modifié.",
  "along.bad": "Ceci est endommagé, incomplet ou ne vient pas du tri de cette boutique. Rien n’a été modifié.",

  "card.note":
    "Cochez ce que peut voir la personne qui vous aide. Rien n’est envoyé : vous montrez le code ou transmettez le texte vous-même.",
  "card.question": "Question posée",
  "card.order": "Numéro de commande",
  "card.recent": "Produits vus récemment",
  "card.preferences": "Souhaits",
  "card.taste": "Goûts",
  "card.make": "Créer la carte",
  "card.code": "Code contenant exactement ce qui est indiqué ici",
  "card.shown": "Voici ce qui sera visible :",
  "card.copy": "Copier en texte",
  "card.save": "Enregistrer en fichier",
  "card.none": "Cochez ou saisissez d’abord quelque chose.",

  "read.title": "Lire la carte d’une cliente ou d’un client",
  "read.note":
    "On vous montre un code ou on vous remet un texte ou un fichier. Tout reste dans ce navigateur et disparaît à la fermeture de la page.",
  "read.text": "Texte ou lien de la carte",
  "read.file": "Choisir le fichier de la carte",
  "read.bad": "Ce n’est pas une carte.",
  "read.made": "Créée le {date}",
});
