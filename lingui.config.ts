import { defineConfig } from '@lingui/cli'

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'zh-CN'],
  catalogs: [{ path: '<rootDir>/src/console/text/{locale}', include: ['<rootDir>/src/console'] }],
  orderBy: 'message',
})
