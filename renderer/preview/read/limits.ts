/**
 * What a preview may cost. A file's contents come from anybody, so that each number here stands between a made file and
 * the memory of this computer; what is larger is described instead of shown, or shown in part, and says so.
 */
const kib = 1024;
const mib = 1024 * kib;

export const limits = {
  /** of a text, this much is shown */
  textBytes: mib,
  /** and this much compared */
  compareBytes: 4 * mib,
  /** syntax colours, which search a text with hundreds of patterns */
  colouredBytes: 256 * kib,
  imageBytes: 64 * mib,
  /** of an image in memory: four bytes each */
  pixels: 100_000_000,
  pdfBytes: 100 * mib,
  pdfPages: 500,
  /** of a package as it lies on disk */
  packageBytes: 64 * mib,
  packageEntries: 10_000,
  /** of one part of a package when it is inflated, and of all that are read */
  partBytes: 24 * mib,
  partsBytes: 96 * mib,
  /** entries of a zip that are listed */
  zipListed: 2_000,
  /** where a central directory is looked for and how much of it is read */
  zipDirectoryBytes: 8 * mib,
  tableRows: 2_000,
  tableColumns: 200,
  cellLength: 4_000,
  sheets: 50,
  /** paragraphs of an office document */
  blocks: 20_000,
  pictures: 60,
  xmlDepth: 200,
} as const;
