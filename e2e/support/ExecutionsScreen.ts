import type { Locator, Page } from '@playwright/test'

/** The list of executions: views, filter, table. */
export class ExecutionsScreen {
  readonly filter: Locator
  readonly chips: Locator
  readonly table: Locator
  readonly rows: Locator

  readonly page: Page

  constructor(page: Page) {
    this.page = page
    this.filter = page.getByRole('textbox', { name: 'Filter by id, text or field:value' })
    this.chips = page.getByRole('list', { name: 'Conditions' }).getByRole('listitem')
    this.table = page.getByRole('table', { name: /^Executions/ })
    this.rows = this.table.locator('tbody tr[data-row-id]')
  }

  async open(search = ''): Promise<void> {
    await this.page.goto(`/local/executions${search}`)
    await this.rows.first().waitFor()
  }

  view(name: string): Locator {
    return this.page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: new RegExp(`^${name}`) })
  }

  row(id: string): Locator {
    return this.table.locator(`tbody tr[data-row-id="${id}"]`)
  }

  async narrow(text: string): Promise<void> {
    await this.filter.fill(text)
    await this.filter.press('Enter')
  }

  /** Ids of the rows on screen, in their order. */
  ids(): Promise<string[]> {
    return this.rows.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row-id') ?? ''))
  }
}
