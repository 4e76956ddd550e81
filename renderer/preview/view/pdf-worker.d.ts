/** The package has types for its door alone; of this file nothing but its being there is used. */
declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs';
