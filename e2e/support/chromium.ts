import type { LaunchOptions } from '@playwright/test'

const executablePath = process.env['AMENDS_CHROMIUM']
const isRoot = process.getuid?.() === 0

/** The browser that the launcher found, kept from calling anybody by itself. */
export const chromiumLaunch: LaunchOptions = {
  ...(executablePath === undefined ? {} : { executablePath }),
  args: [
    ...(isRoot ? ['--no-sandbox'] : []),
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
}
