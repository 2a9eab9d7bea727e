import type { Locator, Page } from '@playwright/test'

/** One execution: beside the list, or on a page of its own. */
export class ExecutionScreen {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  detail(id: string): Locator {
    return this.page.getByRole('article', { name: `Execution ${id}` })
  }

  async open(id: string, search = ''): Promise<Locator> {
    await this.page.goto(`/local/executions/${id}${search}`)
    const detail = this.detail(id)
    await detail.getByRole('heading', { level: 2 }).waitFor()
    return detail
  }

  /** What became of the last attempt and what comes next, in one sentence. */
  state(id: string): Locator {
    return this.detail(id).locator('output')
  }

  action(name: string): Locator {
    return this.page.getByRole('article').getByRole('button', { name, exact: true })
  }

  /** An action behind the menu of more actions. */
  async choose(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'More actions' }).click()
    await this.action(name).click()
  }
}
