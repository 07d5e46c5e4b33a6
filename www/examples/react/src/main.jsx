import { createRoot } from "react-dom/client";
import { StrictMode } from "react";
import { ShelfProvider } from "ownshelf/react";
import { Shop } from "./shop.jsx";
import "./shop.css";

// "session" is for trying it out: in a shop leave it away and let the shopper decide.
const options = { consent: "session" };

createRoot(document.querySelector("#app")).render(
  <StrictMode>
    <ShelfProvider options={options}>
      <Shop />
    </ShelfProvider>
  </StrictMode>,
);
