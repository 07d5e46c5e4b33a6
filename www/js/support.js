/**
 * The page of somebody who helps: at the support desk, or in the store. It reads the card a shopper shows - by link, as
 * text or as a file - and keeps nothing of it.
 */
import { alongWords, describeCard, readCard } from "/pkg/card.js";
import { createTranslator, formatLocale, isRightToLeft } from "/pkg/words/i18n.js";

const main = document.getElementById("main");
const locale = navigator.language;
const t = createTranslator(await alongWords(locale), locale);
document.documentElement.lang = formatLocale(locale);
document.documentElement.dir = isRightToLeft(formatLocale(locale)) ? "rtl" : "ltr";
document.title = t("read.title");

function made(tag, text, properties = {}) {
  const element = Object.assign(document.createElement(tag), properties);
  if (text) element.textContent = text;
  return element;
}

const shown = made("section", "", { id: "card" });
shown.setAttribute("role", "status");
const text = made("textarea", "", { rows: 4, spellcheck: false });
const file = made("input", "", { type: "file", accept: ".json,application/json" });
const labelled = (words, control) => {
  const label = made("label", words);
  label.append(control);
  return label;
};
main.append(made("h1", t("read.title")), made("p", t("read.note")), labelled(t("read.text"), text), labelled(t("read.file"), file), shown);

async function show(given) {
  try {
    const card = readCard(given);
    const list = made("dl");
    for (const { label, values } of await describeCard(card, locale))
      list.append(made("dt", label), ...values.map((value) => made("dd", value)));
    shown.replaceChildren(list, made("p", t("read.made", { date: new Date(card.at) })));
  } catch {
    shown.replaceChildren(made("p", t("read.bad")));
  }
}

text.addEventListener("input", () => (text.value.trim() ? show(text.value) : shown.replaceChildren()));
file.addEventListener("change", async () => file.files[0] && show(await file.files[0].text()));
const arrived = () => {
  if (!location.hash) return;
  show(location.hash);
  // What somebody chose to show once does not stay in the address, nor in the history.
  history.replaceState(null, "", location.pathname);
};
addEventListener("hashchange", arrived);
arrived();
