import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const pdfJs = here('../node_modules/pdfjs-dist/');
/** What PDF.js asks for while it draws: tables of Chinese characters, the fonts every PDF may name, two decoders. */
const pdfFiles = [
  { folder: 'cmaps', wanted: /\.bcmap$/u },
  { folder: 'standard_fonts', wanted: /\.(pfb|ttf)$/u },
  { folder: 'wasm', wanted: /_nowasm_fallback\.js$/u },
].flatMap(({ folder, wanted }) =>
  readdirSync(`${pdfJs}${folder}`)
    .filter((name) => wanted.test(name))
    .map((name) => `${folder}/${name}`),
);

/** They are asked for by their names, so that they lie beside the frame's page under these. */
const pdfAssets: Plugin = {
  name: 'pdf-assets',
  generateBundle() {
    for (const file of pdfFiles)
      this.emitFile({
        type: 'asset',
        fileName: `preview/pdf/${file}`,
        source: readFileSync(`${pdfJs}${file}`),
      });
  },
  configureServer({ middlewares }) {
    middlewares.use('/preview/pdf/', (request, response, next) => {
      const file = pdfFiles.find((one) => request.url === `/${one}`);
      if (file === undefined) {
        next();
        return;
      }
      response.setHeader('access-control-allow-origin', '*');
      if (file.endsWith('.js')) response.setHeader('content-type', 'text/javascript');
      response.end(readFileSync(`${pdfJs}${file}`));
    });
  },
};

/** The window's page, and the frame for previews. `renderer/dev/` is served by `vite dev` alone and never built. */
const config = defineConfig({
  root: here('.'),
  // the page is opened through the app's own protocol, from wherever it is installed
  base: './',
  // texts are shown as what they are: renderer/jsx/
  plugins: [react({ jsxImportSource: '#jsx' }), pdfAssets],
  // the frame's origin is "null" (a sandbox), and the server answers it all the same
  server: { cors: { origin: '*' } },
  build: {
    outDir: here('../out/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    // CSP: fonts and images come as files or data:, scripts as files only
    modulePreload: false,
    // read from disk, not from a network
    chunkSizeWarningLimit: 2_500,
    rolldownOptions: { input: [here('index.html'), here('preview/index.html')] },
  },
});

// Vite reads its configuration from the default export: the one place that has one.
export { config as default };
