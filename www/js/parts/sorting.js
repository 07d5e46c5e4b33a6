/** Orders a shopper can ask for. "shop" is the shop's own, and the only one a personal order may take the place of. */
const time = ({ releasedAt }) => Date.parse(releasedAt) || 0;
const saving = ({ price, listPrice }) => (listPrice > price ? 1 - price / listPrice : 0);

const orders = {
  price_asc: (a, b) => a.price - b.price,
  price_desc: (a, b) => b.price - a.price,
  newest: (a, b) => time(b) - time(a),
  saving: (a, b) => saving(b) - saving(a),
};

export const sortNames = ["shop", ...Object.keys(orders)];

export const sorted = (products, name) => (orders[name] ? products.toSorted(orders[name]) : products);
