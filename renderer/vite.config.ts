import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The window's page. `renderer/dev/` is served by `vite dev` alone and never built. */
const config = defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // the page is opened through the app's own protocol, from wherever it is installed
  base: './',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../out/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'chrome130',
    // CSP: fonts and images come as files or data:, scripts as files only
    modulePreload: false,
    // read from disk, not from a network
    chunkSizeWarningLimit: 900,
  },
});

// Vite reads its configuration from the default export: the one place that has one.
export { config as default };
