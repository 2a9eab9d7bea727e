import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin'
import babel from '@rolldown/plugin-babel'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// Lingui's own transform needs a native package that npm leaves out on Node 20; Babel does the same there.
process.env['LINGUI_SUPPRESS_BABEL_WARNING'] = '1'
const page = [babel({ presets: [linguiTransformerBabelPreset()] }), react(), lingui()]

const gateway = process.env['AMENDS_DEV_GATEWAY']

export default defineConfig({
  plugins: page,
  // `npm run dev`: the gateway takes writes from its own origin only.
  ...(gateway === undefined
    ? {}
    : { server: { proxy: { '/api': { target: gateway, changeOrigin: true, headers: { origin: gateway } } } } }),
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    sourcemap: false,
    manifest: true,
    chunkSizeWarningLimit: 900, // KB before compression; the first load is measured by `npm run bench`
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What the first route needs is one file: cut by who else needs it, it was forty, a tenth larger compressed.
          groups: [{ name: 'first', test: /src\/console\/(app\/main|executions\/ExecutionsPage)\.tsx$/ }],
          includeDependenciesRecursively: true,
        },
      },
    },
  },
  test: {
    // antd gives every element the same id in a `test` environment and dialogs lose their names.
    env: { NODE_ENV: 'development' },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/{wow,oms,store,embedded,gateway,bin}/**/*.test.ts', 'e2e/contract/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'screen',
          environment: 'jsdom',
          include: ['src/console/**/*.test.{ts,tsx}'],
          setupFiles: ['src/console/testSetup.ts'],
          testTimeout: 30_000,
        },
      },
    ],
  },
})
