import react from '@vitejs/plugin-react'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'
import { codeRegions } from './slides/code-regions.ts'
import { buildKernels } from './src/cli/build-kernels.mjs'

// WebAssembly is built like everything else, from its source: whatever vite serves, builds or tests finds it.
await buildKernels()

const page = (file: string): string => new URL(file, import.meta.url).pathname

export default defineConfig({
  // Relative addresses: the build works from any host and any sub-path.
  base: './',
  plugins: [
    codeRegions(),
    react(),
    // Everything is at hand offline after the first visit; a new version waits until the person takes it.
    VitePWA({
      registerType: 'prompt',
      injectRegister: null,
      workbox: {
        globPatterns: ['**/*.{html,js,css,svg,woff2,wasm,pdf}'],
        clientsClaim: true,
        ignoreURLParametersMatching: [/./],
        navigateFallback: null,
      },
      manifest: false,
    }),
  ],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // size-limit holds the sizes.
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      input: { index: page('index.html'), deck: page('slides/episode8_revealjs.html') },
    },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/e2e/**'],
          setupFiles: ['test/support/property-seed.ts'],
          environment: 'node',
          // No test leaves anything behind in the modules, so files may share them: loading them anew takes longer than
          // many a test.
          pool: 'threads',
          isolate: false,
          maxWorkers: '100%',
          // Nothing here is timed; a machine may be busy.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          environment: 'node',
          // Nothing here is timed either.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // One browser for all files of a process: see test/e2e/harness.ts.
          pool: 'forks',
          isolate: false,
          // Pages wait as much as they work: three keep two cores busy.
          maxWorkers: 3,
        },
      },
    ],
  },
})
