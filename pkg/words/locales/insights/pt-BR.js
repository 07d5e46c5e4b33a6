/** Textos sobre os totais, português do Brasil. */
export default Object.freeze({
  title: "O que é enviado exatamente",
  "state.off": "Nada é coletado nem enviado.",
  "state.remember": "Nada é coletado nem enviado. É preciso “Lembrar de mim”, para não perguntar duas vezes.",
  "state.paused": "Em pausa: nada é coletado nem enviado.",
  "state.on": "Você participa.",

  "on.select_item": "Trata-se de um produto que você abre em uma lista: {list}.",
  "on.add_to_cart": "Trata-se de um produto que você põe no carrinho: {list}.",
  "on.purchase": "Trata-se de um produto que você compra: {list}.",
  "by.place": "a posição dele na lista",
  "by.order": "se a lista estava ordenada para você",
  "by.category": "a categoria dele",
  often: "No máximo uma resposta em {time}, escolhida ao acaso.",
  blur: "Em {percent} das respostas, o acaso toma o lugar do que aconteceu. Assim nenhuma resposta sozinha prova nada.",
  halves:
    "Sua resposta é dividida em duas e criptografada: uma metade para {leader}, outra para {helper}. Sozinho, nenhum consegue ler. Eles se comprometeram a publicar apenas somas de pelo menos {count} respostas.",
  code: "Código desta pergunta: {code}",

  waiting: "Aguardando",
  "waiting.none": "Nenhuma resposta ainda.",
  "waiting.due": "{answer}. Sai depois de {time}.",
  "waiting.open": "{answer}. Ainda pode mudar até {time} e sai depois disso.",
  cancel: "Não enviar",
  cancelled: "Não será enviada.",
  "cancelled.late": "Talvez já tenha sido enviada.",
  sent: "Enviado",
  "sent.at": "{answer}. Enviada em {time}.",
  "sent.year": {
    one: "{count} resposta nos últimos 12 meses.",
    many: "{count} de respostas nos últimos 12 meses.",
    other: "{count} respostas nos últimos 12 meses.",
  },

  "place.one": "Posição {from}",
  "place.range": "Posição {from} a {to}",
  "place.last": "Posição {from} ou depois",
  "order.true": "Ordenado para você",
  "order.false": "Ordem da loja",
  "category.other": "Outra categoria",
});
