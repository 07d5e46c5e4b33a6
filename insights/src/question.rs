//! What the shop asks: in which of a fixed number of cells one of the shopper's actions falls.
//!
//! Cells are counted through the dimensions of the question, the last running fastest.

use crate::Fault;
use crate::response::CELLS;
use ownshelf::catalog::Value;

/// One property of an action.
#[derive(Debug, Clone, PartialEq)]
enum Dimension {
    /// Whether the list stood in an order made for the shopper: no 0, yes 1.
    Order,
    /// The place in the list, 1 for the first, in classes that end at these places; one more for all beyond.
    Place(Vec<f64>),
    /// The product's category, of those named; one more for all others.
    Category(Vec<String>),
}

impl Dimension {
    /// Reads `["order"]`, `["place", end, …]` with rising ends, `["category", name, …]` with different names.
    fn read(asked: &Value) -> Option<Self> {
        let (kind, rest) = asked.items().split_first()?;
        match kind.text()?.as_str() {
            "order" if rest.is_empty() => Some(Dimension::Order),
            "place" => {
                let ends: Vec<f64> = rest.iter().map(number).collect::<Option<_>>()?;
                let rising = ends.is_sorted_by(|a, b| a < b) && ends.first() >= Some(&1.0);
                rising.then_some(Dimension::Place(ends))
            }
            "category" => {
                let names: Vec<String> = rest.iter().map(name).collect::<Option<_>>()?;
                let different = names
                    .iter()
                    .enumerate()
                    .all(|(n, name)| !names[..n].contains(name));
                (different && !names.is_empty()).then_some(Dimension::Category(names))
            }
            _ => None,
        }
    }

    /// How many values it has.
    fn size(&self) -> usize {
        match self {
            Dimension::Order => 2,
            Dimension::Place(ends) => ends.len() + 1,
            Dimension::Category(names) => names.len() + 1,
        }
    }

    /// Which value an action has with one of its products; `None` if that is not known.
    fn value(&self, event: &Value, item: &Value) -> Option<usize> {
        match self {
            Dimension::Order => event.get("personalised")?.flag().map(usize::from),
            Dimension::Place(ends) => {
                let place = number(event.get("position")?).filter(|place| *place >= 1.0)?;
                Some(ends.iter().take_while(|end| **end < place).count())
            }
            Dimension::Category(names) => {
                let own = name(item.get("item_category")?)?;
                Some(
                    names
                        .iter()
                        .position(|name| *name == own)
                        .unwrap_or(names.len()),
                )
            }
        }
    }
}

/// A finite number.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Num(number) if number.is_finite() => Some(*number),
        _ => None,
    }
}

/// A category's name as the shop writes it, without a change.
fn name(value: &Value) -> Option<String> {
    match value {
        Value::Str(text) => Some(text.clone()),
        value => value.text(),
    }
}

/// A question of the shop, the same for all its shoppers.
///
/// ```
/// use ownshelf::catalog::Value;
/// use ownshelf_insights::question::Question;
/// let order = Value::list(["order".into()]);
/// let place = Value::list(["place".into(), 1.0.into(), 3.0.into()]);
/// let question = Question::read("select_item", &Value::list([order, place])).unwrap();
/// assert_eq!(question.cells(), 6);
/// let event = Value::object([
///     ("name", "select_item".into()), ("personalised", true.into()), ("position", 2.0.into()),
/// ]);
/// assert_eq!(question.cells_of(&event), [4]);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    on: String,
    dimensions: Vec<Dimension>,
    cells: u32,
}

impl Question {
    /// Reads the event a question is about and its dimensions, each a list of its kind and what is asked of it.
    ///
    /// # Errors
    /// [`Fault::Cells`] for a dimension that is none, or fewer than 2 or more than 1024 cells.
    pub fn read(on: &str, asked: &Value) -> Result<Self, Fault> {
        let dimensions = asked.items().iter().map(Dimension::read);
        let dimensions = dimensions.collect::<Option<Vec<_>>>().ok_or(Fault::Cells)?;
        let sizes = dimensions.iter().map(Dimension::size);
        let cells = sizes.fold(1, usize::saturating_mul);
        let cells = u32::try_from(cells).map_err(|_| Fault::Cells)?;
        if !CELLS.contains(&cells) {
            return Err(Fault::Cells);
        }
        Ok(Self {
            on: on.to_owned(),
            dimensions,
            cells,
        })
    }

    /// Number of cells, 2 to 1024.
    #[must_use]
    pub fn cells(&self) -> u32 {
        self.cells
    }

    /// The cells an event falls into: one for each of its products of which everything that is asked is known.
    ///
    /// Products are the event's `items`, each with its `item_category`; without any the event is about one product.
    #[must_use]
    pub fn cells_of(&self, event: &Value) -> Vec<u32> {
        if event.text_of(&["name"]).as_deref() != Some(&self.on) {
            return Vec::new();
        }
        let items = match event.get("items") {
            Some(Value::List(items)) => items.as_slice(),
            _ => std::slice::from_ref(event),
        };
        let cells = items.iter().filter_map(|item| self.cell_of(event, item));
        cells.collect()
    }

    fn cell_of(&self, event: &Value, item: &Value) -> Option<u32> {
        let mut cell = 0;
        for dimension in &self.dimensions {
            cell = cell * dimension.size() + dimension.value(event, item)?;
        }
        Some(cell as u32)
    }
}
