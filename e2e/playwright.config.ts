import { defineConfig } from '@playwright/test'
import { chromiumLaunch } from './support/chromium.ts'

/** They take longest, so they begin first and the workers end together. */
const LONG = /\/(builder|hell|transactions)\.spec\.ts$/u

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  projects: [
    { name: 'long', testMatch: LONG },
    { name: 'short', testIgnore: LONG },
  ],
  globalSetup: './support/runFolder.ts',
  outputDir: '../test-results',
  fullyParallel: false,
  // One more than the cores of a small machine: a browser test waits more than it works.
  workers: 3,
  // Once more for what a busy machine was too slow for; the list names those that needed it, with a trace.
  retries: 1,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    contextOptions: { reducedMotion: 'reduce' },
    trace: 'on-first-retry',
    launchOptions: chromiumLaunch,
  },
})
