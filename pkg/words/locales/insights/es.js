/** Textos sobre los totales, español. */
export default Object.freeze({
  title: "Qué se envía exactamente",
  "state.off": "No se recoge ni se envía nada.",
  "state.remember": "No se recoge ni se envía nada. Hace falta «Recordarme», para no preguntarte dos veces.",
  "state.paused": "En pausa: no se recoge ni se envía nada.",
  "state.on": "Participas.",

  "on.select_item": "Trata de un producto que abres en una lista: {list}.",
  "on.add_to_cart": "Trata de un producto que pones en la cesta: {list}.",
  "on.purchase": "Trata de un producto que compras: {list}.",
  "by.place": "su lugar en la lista",
  "by.order": "si la lista estaba ordenada para ti",
  "by.category": "su categoría",
  often: "Como mucho una respuesta en {time}, elegida al azar.",
  blur: "En el {percent} de las respuestas, el azar sustituye a lo que pasó. Así ninguna respuesta prueba nada por sí sola.",
  halves:
    "Tu respuesta se parte en dos y se cifra: una mitad para {leader} y otra para {helper}. Por separado ninguno puede leerla. Se han comprometido a publicar solo sumas de al menos {count} respuestas.",
  code: "Código de esta pregunta: {code}",

  waiting: "En espera",
  "waiting.none": "Aún no hay respuesta.",
  "waiting.due": "{answer}. Sale después del {time}.",
  "waiting.open": "{answer}. Puede cambiar hasta el {time} y sale después.",
  cancel: "No enviar",
  cancelled: "No se enviará.",
  "cancelled.late": "Puede que ya se haya enviado.",
  sent: "Enviado",
  "sent.at": "{answer}. Enviada el {time}.",
  "sent.year": {
    one: "{count} respuesta en los últimos 12 meses.",
    many: "{count} de respuestas en los últimos 12 meses.",
    other: "{count} respuestas en los últimos 12 meses.",
  },

  "place.one": "Lugar {from}",
  "place.range": "Lugar {from} a {to}",
  "place.last": "Lugar {from} o posterior",
  "order.true": "Ordenado para ti",
  "order.false": "Orden de la tienda",
  "category.other": "Otra categoría",
});
