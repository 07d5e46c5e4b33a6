//! Sensitive topics: what is never learned from unless the shopper opts in for the very topic.
//!
//! A product is sensitive when a step of its category path, a tag or an attribute speaks of the topic. The words are stems
//! in the languages of the panel; a shop knows its own categories better and adds to them. A list of words can miss a
//! product and can catch one too many: missing is why shops can add, catching one too many only costs a little learning.

use crate::catalog::{Catalog, Facet, FacetKind, ProductId};
use crate::compact::text;
use crate::signals::{EventKind, Signal};

/// Each topic with its stems, in lower case, between bars: an address and a length for each would outweigh them.
pub static TOPICS: [(&str, &str); 3] = [
    (
        "health",
        "medicine|medication|medikament|médicament|medicamento|pharmac|farmac|farmác|apothek|\
         prescription|diabet|diabét|insulin|blood pressure|blutdruck|pregnan|schwanger|grossesse|embaraz|\
         gravidez|incontinen|inkontinen|contracept|verhütung|anticoncep|antidepress|mental health|\
         fertility|cancer|krebs|药|孕|糖尿|失禁|医薬|妊娠|避妊|의약품|임신|피임|당뇨|أدوية|دواء|السكري|الحمل|दवा|गर्भ|मधुमेह",
    ),
    (
        "sexuality",
        "erotic|erotik|érotique|erótic|sex toy|sextoy|sexual|sexuel|dildo|condom|kondom|préservatif|\
         preservativo|lgbt|fetish|fetisch|情趣|成人用品|避孕套|アダルトグッズ|コンドーム|성인용품|콘돔|جنسي|यौन|कंडोम",
    ),
    (
        "religion",
        "religi|bible|bibel|biblia|bíblia|quran|koran|coran|torah|hijab|rosary|rosenkranz|rosario|\
         catholic|katholi|católic|catholique|christian|muslim|musulman|islam|jewish|judaica|buddhis|\
         hindu|宗教|佛教|圣经|仏教|聖書|종교|불교|성경|إسلام|قرآن|مصحف|धार्मिक|पूजा",
    ),
];

/// What is not learned from.
///
/// ```
/// use ownshelf::{catalog::{Catalog, Value}, privacy::Sensitive};
/// let mut catalog = Catalog::default();
/// let row = Value::object([("id", "test".into()), ("tags", Value::list(["pregnancy".into()]))]);
/// catalog.add(&Value::list([row]));
/// let test = catalog.id("test");
/// let mut sensitive = Sensitive::default();
/// assert!(sensitive.covers(test, &catalog));
/// sensitive.allow(&["health".to_owned()]);
/// assert!(!sensitive.covers(test, &catalog));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Sensitive {
    of_shop: Vec<String>,
    allowed: Vec<String>,
    /// Per facet, by its code: whether it is sensitive, once it was asked.
    known: Vec<Option<bool>>,
}

impl Sensitive {
    /// Adds the shop's own topics: words or whole names of its categories and tags.
    pub fn add(&mut self, words: &[String]) {
        self.of_shop = words.iter().map(|word| text::folded(word)).collect();
        self.known.clear();
    }

    /// The topics (`health`, `sexuality`, `religion`, or a word of the shop's) the shopper opted in for.
    pub fn allow(&mut self, topics: &[String]) {
        self.allowed = topics.iter().map(|topic| text::folded(topic)).collect();
        self.known.clear();
    }

    /// Whether a product must not be learned from.
    pub fn covers(&mut self, product: ProductId, catalog: &Catalog) -> bool {
        let Some(info) = catalog.product(product) else {
            return false;
        };
        let mut facets = info.category.iter().chain(&info.tags).chain(&info.words);
        facets.any(|facet| self.covers_facet(*facet, catalog))
    }

    /// Whether a facet speaks of a sensitive topic.
    pub fn covers_facet(&mut self, facet: Facet, catalog: &Catalog) -> bool {
        let at = facet.0 as usize;
        if self.known.len() <= at {
            self.known.resize(at + 1, None);
        }
        if let Some(known) = self.known[at] {
            return known;
        }
        let facets = catalog.facets();
        let speaks = !matches!(facets.kind(facet), FacetKind::Brand | FacetKind::Number)
            && self.speaks(facets.label(facet));
        self.known[at] = Some(speaks);
        speaks
    }

    /// The signal without its sensitive parts; `None` if nothing is left to learn from.
    pub(super) fn spare(&mut self, mut signal: Signal, catalog: &Catalog) -> Option<Signal> {
        let items = signal.items.len();
        signal
            .items
            .retain(|item| !self.covers(item.product, catalog));
        let emptied = items > 0 && signal.items.is_empty();
        let filters = signal.kind == EventKind::FilterBy
            && signal.text.as_deref().is_some_and(|text| self.speaks(text));
        (!emptied && !filters).then_some(signal)
    }

    /// Whether a text speaks of a topic the shopper has not opted in for.
    fn speaks(&self, of: &str) -> bool {
        let of = text::folded(of);
        let free = |topic: &str| self.allowed.iter().any(|allowed| allowed == topic);
        let built_in = TOPICS
            .iter()
            .any(|(topic, stems)| !free(topic) && stems.split('|').any(|stem| mentions(&of, stem)));
        built_in
            || self
                .of_shop
                .iter()
                .any(|word| !free(word) && mentions(&of, word))
    }
}

/// Whether a stem begins a word of the text. Long stems are found inside compound words too, and scripts that are written
/// without spaces have no beginnings of words.
fn mentions(text: &str, stem: &str) -> bool {
    let mut rest = text;
    while let Some(at) = text::find(rest, stem) {
        // What is found begins and ends between characters, so neither part is ever missing.
        let (before, from) = rest.split_at_checked(at).unwrap_or(("", ""));
        let begins = before
            .chars()
            .next_back()
            .is_none_or(|c| !text::is_letter(c));
        if begins || stem.chars().count() >= 8 || stem.chars().all(|c| c > '\u{8ff}') {
            return true;
        }
        let step = stem.chars().next().map_or(1, char::len_utf8);
        rest = from.get(step..).unwrap_or("");
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_their_likes() {
        let sensitive = Sensitive::default();
        for yes in [
            "Pregnancy tests",
            "Arzneien & Medikamente",
            "Bluthochdruckmedikamente",
            "Erotik",
            "Religion & Esoterik",
            "処方薬・医薬品",
            "Livres religieux",
            "Preservativos",
            "성인용품",
            "الحمل والولادة",
        ] {
            assert!(sensitive.speaks(yes), "{yes}");
        }
        for no in [
            "Cameras",
            "Pillows",
            "Health & Beauty",
            "Islands",
            "Unisex",
            "化粧品",
            "Christmas",
        ] {
            assert!(!sensitive.speaks(no), "{no}");
        }
    }

    #[test]
    fn the_shop_adds_and_the_shopper_opts_in() {
        let mut sensitive = Sensitive::default();
        sensitive.add(&["Politics".into()]);
        assert!(sensitive.speaks("politics & society"));
        sensitive.allow(&["politics".into(), "Health".into()]);
        assert!(!sensitive.speaks("politics") && !sensitive.speaks("medicine"));
        assert!(sensitive.speaks("erotic"));
    }
}
