/** Every language says everything that English says, with the same values filled in and its own plural forms. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as names from "../../pkg/generated/names.js";
import { alongWords } from "../../pkg/transfer/words.js";
import { insightsWords } from "../../pkg/insights/words.js";
import { createTranslator, format, formatLocale, languages, loadLocale, matchLanguage } from "../../pkg/words/i18n.js";

const placeholders = (text) => new Set(text.match(/\{\w+\}/g) ?? []);
const forms = (message) => (typeof message === "string" ? [message] : Object.values(message));
const all = (message) => new Set(forms(message).flatMap((text) => [...placeholders(text)]));
const categories = (language) => new Intl.PluralRules(language).resolvedOptions().pluralCategories;

const load = (kind, language) => ({ along: alongWords, insights: insightsWords })[kind]?.(language) ?? loadLocale(kind, language);
for (const kind of ["engine", "panel", "along", "insights"]) {
  const english = await load(kind, "en");
  for (const language of languages) {
    const messages = await load(kind, language);
    describe(`${kind} strings, ${language}`, () => {
      it("have the keys of English, in its order", () => {
        assert.deepEqual(Object.keys(messages), Object.keys(english));
      });

      it("fill in what English fills in", () => {
        for (const key of Object.keys(english)) {
          assert.deepEqual([...all(messages[key])].sort(), [...all(english[key])].sort(), key);
        }
      });

      it("have each plural form of the language and no other", () => {
        for (const key of Object.keys(english).filter((k) => typeof english[k] === "object")) {
          const message = messages[key];
          if (typeof message === "string") assert.deepEqual(categories(language), ["other"], key);
          else assert.deepEqual(Object.keys(message).sort(), [...categories(language)].sort(), key);
        }
        for (const [key, message] of Object.entries(messages)) {
          if (typeof message === "object") assert.equal(typeof english[key], "object", key);
        }
      });

      it("name the number in every form that stands for more than one number", () => {
        for (const [key, message] of Object.entries(messages)) {
          if (typeof message !== "object") continue;
          for (const form of Object.keys(message).filter((f) => !["zero", "one", "two"].includes(f))) {
            assert.match(message[form], /\{count\}/, `${key} ${form}`);
          }
        }
      });

      it("are plain text, not empty, without stray spaces", () => {
        for (const [key, message] of Object.entries(messages)) {
          for (const text of forms(message)) {
            assert.ok(text.trim() === text && text.length > 0, key);
            assert.doesNotMatch(text, /[<>&]| {2}/, key);
          }
        }
      });

      it("cannot be changed by a page", () => assert.ok(Object.isFrozen(messages)));

      if (language !== "en") {
        it("are translated", () => {
          const same = Object.keys(english).filter((key) => JSON.stringify(messages[key]) === JSON.stringify(english[key]));
          assert.deepEqual(same, []);
        });
      }
    });
  }
}

describe("codes of the engine", () => {
  const panel = ["title", "dismiss", "snooze", "stop", "calendar", "estimate"];
  const families = {
    reason: names.REASONS,
    term: names.TERMS,
    layout: names.LAYOUT_REASONS,
    badge: [...names.WISHES, "refurbished", "energyClass"],
    purpose: names.PURPOSES.flatMap((purpose) => [`${purpose}.what`, `${purpose}.why`]),
    suggest: [...names.SUGGESTION_REASONS, "sum", ...names.SUGGESTION_KINDS.map((kind) => `kind.${kind}`), ...panel],
  };
  for (const [family, codes] of Object.entries(families)) {
    it(`${family}: each has a sentence, and no sentence is without one`, async () => {
      const keys = Object.keys(await loadLocale("engine", "en")).filter((key) => key.startsWith(`${family}.`));
      assert.deepEqual(keys.sort(), codes.map((code) => `${family}.${code}`).sort());
    });
  }
});

describe("language choice", () => {
  const cases = {
    de: "de",
    "de-AT": "de",
    "DE-ch": "de",
    pt: "pt-BR",
    "pt-PT": "pt-BR",
    zh: "zh-CN",
    "zh-Hans-SG": "zh-CN",
    "es-MX": "es",
    ar: "ar",
    "ar-EG": "ar",
    sv: "en",
    "": "en",
    "not a tag": "en",
    undefined: "en",
  };
  for (const [tag, language] of Object.entries(cases)) {
    it(`${tag || "(none)"} reads ${language}`, () => assert.equal(matchLanguage(tag === "undefined" ? undefined : tag), language));
  }

  it("writes numbers as the shopper's region does", () => {
    assert.equal(formatLocale("de-CH"), "de-CH");
    assert.equal(formatLocale("sv"), "en");
    assert.equal(formatLocale("de-!"), "de");
  });
});

describe("format", () => {
  it("chooses plural forms by the language", () => {
    const message = { one: "{count} visit", other: "{count} visits" };
    assert.equal(format(message, { count: 1 }, "en"), "1 visit");
    assert.equal(format(message, { count: 1234 }, "en"), "1,234 visits");
  });

  it("chooses all six forms in Arabic", async () => {
    const t = createTranslator(await loadLocale("panel", "ar"), "ar");
    const said = [0, 1, 2, 3, 11, 100].map((count) => t("data.loaded", { count }));
    assert.equal(new Set(said).size, 6);
  });

  it("writes numbers, lists and dates as the language does", () => {
    assert.equal(format("{n}", { n: 1234.5 }, "de"), "1.234,5");
    assert.equal(format("{list}", { list: ["A", "B", "C"] }, "en"), "A, B, and C");
    assert.match(format("{date}", { date: new Date(2026, 2, 12, 12) }, "de"), /^12\. März 2026$/);
  });

  it("keeps a Latin name in one piece inside a right-to-left sentence", () => {
    assert.equal(format("تحب {name}", { name: "Canon" }, "ar"), "تحب \u2068Canon\u2069");
  });

  it("takes names from own properties alone and leaves unknown ones as they are", () => {
    assert.equal(format("{toString} {x}", {}, "en"), "{toString} {x}");
    assert.equal(createTranslator({}, "en")("toString"), "toString");
  });

  it("fills names in once: a name is never a template", () => {
    assert.equal(format("{name}", { name: "{count}", count: 1 }, "en"), "{count}");
  });
});
