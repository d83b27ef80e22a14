/** Builds the interface into `dist/renderer`, the same files for both hosts. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  // Relative, so that the same build works below any path and any protocol.
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: here('../../dist/renderer'),
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    // Fonts stay files: the policy of the page has no `data:` for them.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4_000,
    reportCompressedSize: false,
  },
});
