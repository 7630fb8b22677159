import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { codeRegions } from './slides/code-regions.ts'

const page = (file: string): string => new URL(file, import.meta.url).pathname

export default defineConfig({
  // Relative addresses: the build works from any host and any sub-path.
  base: './',
  plugins: [codeRegions(), react()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
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
          include: ['test/{architecture,engine,session,state,stage,view,labs,cli,slides}/**/*.test.{ts,tsx}'],
          environment: 'node',
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
