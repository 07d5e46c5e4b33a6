/** Textes sur les totaux, français. */
export default Object.freeze({
  title: "Ce qui est envoyé exactement",
  "state.off": "Rien n'est recueilli ni envoyé.",
  "state.remember": "Rien n'est recueilli ni envoyé. Il faut « Se souvenir », pour ne pas vous interroger deux fois.",
  "state.paused": "En pause : rien n'est recueilli ni envoyé.",
  "state.on": "Vous participez.",

  "on.select_item": "Il s'agit d'un produit que vous ouvrez dans une liste : {list}.",
  "on.add_to_cart": "Il s'agit d'un produit que vous mettez au panier : {list}.",
  "on.purchase": "Il s'agit d'un produit que vous achetez : {list}.",
  "by.place": "son rang dans la liste",
  "by.order": "si la liste était triée pour vous",
  "by.category": "sa catégorie",
  often: "Au plus une réponse en {time}, choisie au hasard.",
  blur: "Dans {percent} des réponses, le hasard remplace ce qui s'est passé. Aucune réponse seule ne prouve donc rien.",
  halves:
    "Votre réponse est coupée en deux et chiffrée, une moitié pour {leader}, une pour {helper}. Seul, aucun des deux ne peut la lire. Ils se sont engagés à ne publier que des sommes d'au moins {count} réponses.",
  code: "Code de cette question : {code}",

  waiting: "En attente",
  "waiting.none": "Pas encore de réponse.",
  "waiting.due": "{answer}. Part après le {time}.",
  "waiting.open": "{answer}. Peut encore changer jusqu'au {time}, puis part.",
  cancel: "Ne pas envoyer",
  cancelled: "Elle ne sera pas envoyée.",
  "cancelled.late": "Elle est peut-être déjà partie.",
  sent: "Envoyé",
  "sent.at": "{answer}. Envoyée le {time}.",
  "sent.year": {
    one: "{count} réponse ces 12 derniers mois.",
    many: "{count} de réponses ces 12 derniers mois.",
    other: "{count} réponses ces 12 derniers mois.",
  },

  "place.one": "Rang {from}",
  "place.range": "Rangs {from} à {to}",
  "place.last": "Rang {from} ou au-delà",
  "order.true": "Trié pour vous",
  "order.false": "Ordre de la boutique",
  "category.other": "Autre catégorie",
});
