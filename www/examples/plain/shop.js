// The shop's own script: it tells the data layer what happens, as GA4 has it.
window.dataLayer = window.dataLayer || [];
document.addEventListener("click", ({ target }) => {
  const id = target.dataset?.add;
  if (!id) return;
  dataLayer.push({ ecommerce: null });
  dataLayer.push({ event: "add_to_cart", ecommerce: { items: [{ item_id: id, quantity: 1 }] } });
});
