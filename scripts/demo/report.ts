/** One report, as it grows over two days. Each text is what the user has in the file when they save. */

const title = `# Third quarter report

Northwind Roasters, sales and operations
`;

const outline = `
## Summary

To be written last.

## Sales

- Cafes: figures from Ines
- Web shop: figures from Jun

## Operations

- Roastery: second drum in service since August
- Delivery: new carrier for the islands
`;

const figures = (webShop: string) => `
## Sales

| Channel   |      Q2 |      Q3 | Change |
| --------- | ------: | ------: | -----: |
| Cafes     | 412,300 | 438,900 |  +6.5% |
| Web shop  | 187,450 | ${webShop} |
| Wholesale |  96,200 |  94,800 |  -1.5% |

The cafes grew mostly by the two new places at the harbour. Wholesale lost one hotel
and won it back at the end of September; the effect shows in the next quarter.

## Operations

The second drum has been in service since 12 August. Waiting time for an order fell
from 4.1 to 2.3 days. The new carrier delivers to the islands within two days, at a
cost of 0.40 more for each parcel.
`;

const summary = `
## Summary

Sales rose by 8.9% against the second quarter, carried by the web shop. The second
drum paid for itself faster than planned. The one thing to decide is whether the
islands keep free delivery.
`;

const risks = `
## Risks

1. Green coffee: prices for washed Arabica rose by 11% since July; stock lasts to January.
2. The lease of the roastery ends in May; the landlord has not answered yet.
`;

const nextSteps = `
## Next steps

- Ines: proposal for delivery to the islands, by the 20th
- Jun: prices for December
- Marta: talk to the landlord
`;

const firstWebShop = '221,700 | +18.3%';
const corrected = '224,150 | +19.6%';

export const yesterday = {
  outline: title + outline,
  figures: title + figures(firstWebShop),
  /** what one wants back after the accident */
  reviewed: title + summary + figures(firstWebShop),
} as const;

export const today = {
  corrected: title + summary + figures(corrected),
  risks: title + summary + figures(corrected) + risks,
  /** added at the end of the file */
  nextSteps,
} as const;

/** What the accident leaves behind: a blank template, saved over the report. */
export const template = `# Report title

Author, date

## Summary

## Details
`;
