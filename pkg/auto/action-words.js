/**
 * What buttons and forms that do something with a product are called: in the attributes that themes and their scripts write, and
 * in the languages shoppers read.
 */

/**
 * In attributes: addresses, classes, names, handlers. `add-to-cart`, `addproducttocart/catalog/16`, `cart.add('43')`,
 * `checkout/line-item/add`, `data-role="tocart-form"`.
 * @type {[deed: Deed, attributes: RegExp][]}
 */
export const ATTRIBUTES = [
  ["wish", /wish-?_?list|to-?wish|add\w{0,9}[-_]?(?:to[-_]?)?favou?rites?|favou?rites?[/._-](?:add|toggle)|toggle-?favou?rite/i],
  [
    "compare",
    /to[-_]?compar|compar\w*[/._](?:index[/._])?add|(?:^|[\s"'=])compare(?:$|[\s"']|[_-](?!at))|compareproducts|product_compare/i,
  ],
  [
    "basket",
    /add[\w-]{0,12}?to[-_]?(?:cart|basket|bag|trolley)|(?:cart|basket|line-?items?)[/._](?:index[/._])?add\b|\btocart\b|\bbtn-buy\b|\bbuy-(?:button|widget|form)\b|\bquick-?add\b/i,
  ],
];

/**
 * In what the shopper reads.
 * @type {[deed: Deed, words: RegExp][]}
 */
export const WORDS = [
  [
    "wish",
    /wish ?list|favou?rit|save for later|merkzettel|wunschliste|liste d.envies|liste de souhaits|favori|lista de (?:deseos|desejos|desideri)|preferit|verlanglijst|ulubion|önskelist|ønskeliste|お気に入り|ほしい物|收藏|心愿单|願望清單|위시리스트|찜|избранн|المفضلة|इच्छा/i,
  ],
  [
    "compare",
    /\bcompare\b|vergleich|\bcomparer\b|\bcomparar\b|\bconfronta\b|vergelijk|porówn|jämför|sammenlign|比較|对比|비교|сравн|قارن|तुलना/i,
  ],
  [
    "basket",
    new RegExp(
      [
        "add (?:it |this |item )?to (?:my |your )?(?:cart|bag|basket|trolley|order)",
        "^quick (?:add|buy)$",
        "in den (?:waren|einkaufs)?korb|in den einkaufswagen|zum warenkorb",
        "ajouter au panier",
        "(?:añadir|agregar|anadir) (?:al carrito|a la (?:cesta|bolsa))",
        "aggiungi (?:al carrello|alla borsa)",
        "adicionar (?:ao carrinho|à sacola|ao cesto)",
        "(?:in|aan) (?:mijn |je )?winkel(?:wagen|mand)",
        "do koszyka|do košíku|do košíka|kosárba|în coș|u košaricu|v košarico|στο καλάθι",
        "i varukorg|i kundvagn|i (?:handle)?kurv|ostoskoriin|koriin$",
        "sepete (?:ekle|at)|в корзину|(?:у|в|до) кошик",
        "カート(?:に|へ)|買い物かご|加入(?:购物车|購物車)|장바구니(?:에)? ?(?:담기|추가)",
        "(?:إلى|الى|في) (?:ال)?(?:سلة|عربة)|कार्ट में|לסל",
      ].join("|"),
      "i",
    ),
  ],
];

/** What a control undoes or shows is none of these; in its class, name, address, handler or words. */
export const NOT = /added[-_ ]to|wc-forward|view[-_ ]?(?:cart|basket|bag)|remove|delete|mini-?cart|cart-?(?:toggle|drawer|icon)/i;
/** Nor are the steps of a quantity; in its class or name. Medusa's and others' sizes of type have a "plus" as well. */
export const STEP = /(?:^|[^a-z])(?:quantity|(?<!(?:small|medium|base|large)-)plus|minus)(?:$|[^a-z])/i;

/** @typedef {"basket" | "wish" | "compare"} Deed */
