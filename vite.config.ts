import { availableParallelism } from 'node:os'
import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin'
import babel from '@rolldown/plugin-babel'
import { createCompiledCatalog, getCatalogs } from '@lingui/cli/api'
import { getConfig } from '@lingui/conf'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

// Lingui's own transform needs a native package that npm leaves out on Node 20; Babel does the same there.
process.env['LINGUI_SUPPRESS_BABEL_WARNING'] = '1'
const page = [babel({ presets: [linguiTransformerBabelPreset()] }), react(), lingui(), englishTexts()]

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
    // One more than the cores: some tests only wait for processes that they started.
    maxWorkers: availableParallelism() + 1,
    // The files of a worker share their modules and their document: making both anew for each was half of all the work.
    isolate: false,
    // antd gives every element the same id in a `test` environment and dialogs lose their names.
    env: { NODE_ENV: 'development' },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/{wow,oms,store,embedded,gateway,bin}/**/*.test.ts', 'e2e/{contract,support}/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
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
          hookTimeout: 30_000,
        },
      },
    ],
  },
})

/** Gives each file of a built page the English texts that it says: in one catalog the first load would carry them all. */
function englishTexts(): Plugin {
  let texts = new Map<string, unknown>()
  return {
    name: 'english-texts',
    apply: 'build',
    enforce: 'post',
    async buildStart() {
      const [catalog] = await getCatalogs(getConfig())
      if (catalog === undefined) throw new Error('There is no catalog of texts.')
      const { messages } = await catalog.getTranslations('en', { fallbackLocales: {}, sourceLocale: 'en' })
      const { source, errors } = createCompiledCatalog('en', messages, { namespace: 'json' })
      if (errors.length > 0) throw new AggregateError(errors.map(({ error }) => error))
      texts = new Map(Object.entries(JSON.parse(source).messages))
    },
    transform: {
      filter: { id: /\/src\/console\/.*\.tsx?$/ },
      handler(code) {
        const said = new Set(Array.from(code.matchAll(/["'`]([\w+/-]{6})["'`]/gu), ([, id = '']) => id))
        const own = [...said].filter((id) => texts.has(id)).map((id) => [id, texts.get(id)] as const)
        if (own.length === 0) return undefined
        const add = `addEnglish(JSON.parse(${JSON.stringify(JSON.stringify(Object.fromEntries(own)))}));`
        return { code: `import { addEnglish } from '/src/console/text/english.ts';${add}\n${code}`, map: null }
      },
    },
  }
}
