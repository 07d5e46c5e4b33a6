/** The shop's products, in the shop's order. A real shop gets them from its server. */
export const goods = [
  { id: "mug", name: "Stoneware mug", brand: "Arlo", category: "Kitchen", price: 14 },
  { id: "pan", name: "Cast-iron pan", brand: "Brenn", category: "Kitchen", price: 59 },
  { id: "lamp", name: "Desk lamp", brand: "Corda", category: "Lighting", price: 45 },
  { id: "rug", name: "Wool rug", brand: "Dalva", category: "Living", price: 120 },
  { id: "vase", name: "Glass vase", brand: "Arlo", category: "Living", price: 28 },
  { id: "bowl", name: "Salad bowl", brand: "Brenn", category: "Kitchen", price: 22 },
  { id: "chair", name: "Oak chair", brand: "Elmet", category: "Living", price: 149 },
  { id: "clock", name: "Wall clock", brand: "Corda", category: "Living", price: 39 },
  { id: "towel", name: "Linen towel", brand: "Dalva", category: "Bath", price: 18 },
  { id: "tray", name: "Serving tray", brand: "Elmet", category: "Kitchen", price: 32 },
  { id: "torch", name: "Camping torch", brand: "Fjord", category: "Outdoor", price: 35 },
  { id: "flask", name: "Steel flask", brand: "Fjord", category: "Outdoor", price: 27 },
];
