import type { Locator, Page } from '@playwright/test'

/** One transaction of the OMS, and the list that leads to it. */
export class TransactionScreen {
  readonly page: Page
  readonly source: string
  readonly openForm: Locator
  readonly watched: Locator
  readonly recent: Locator
  readonly whoActs: Locator
  /** What became of the last press. */
  readonly outcome: Locator
  readonly failure: Locator
  readonly history: Locator
  readonly states: Locator
  readonly actions: Locator
  readonly dialog: Locator
  /** The line that says how old this is, and why it is not newer. */
  readonly age: Locator

  constructor(page: Page, source = 'local') {
    this.page = page
    this.source = source
    this.openForm = page.getByRole('form', { name: 'Open a transaction' })
    this.watched = page.getByRole('table', { name: 'Watched transactions' })
    this.recent = page.getByRole('table', { name: 'Transactions opened lately' })
    const step = page.getByRole('region', { name: 'What can be done' })
    this.whoActs = step.getByRole('paragraph')
    this.outcome = step.getByRole('status')
    this.failure = page.getByRole('region', { name: /^Why it/ })
    this.history = page.getByRole('region', { name: /^History/ })
    this.states = page.getByRole('table', { name: 'Statuses and the ways between them' })
    this.actions = page.getByRole('region', { name: 'Actions' })
    this.dialog = page.getByRole('dialog')
    this.age = page.locator('.age-line')
  }

  async list(origin = ''): Promise<void> {
    await this.page.goto(`${origin}/${this.source}/transactions`)
    await this.openForm.waitFor()
  }

  async open(setId: number, transId: number, cmd: number, more = '', origin = ''): Promise<void> {
    await this.page.goto(`${origin}/${this.source}/transactions/${setId}/${transId}?cmd=${cmd}${more}`)
    await this.whoActs.waitFor()
  }

  operation(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true }).and(this.page.locator('.operations *'))
  }

  /** Presses the operation and confirms it. */
  async act(name: string, reason?: string): Promise<void> {
    await this.operation(name).click()
    if (reason !== undefined) await this.dialog.getByRole('textbox').fill(reason)
    await this.confirm(name)
  }

  async confirm(name: string): Promise<void> {
    await this.dialog.getByRole('button', { name, exact: true }).click()
  }

  /** The edge of the drawing between two statuses. */
  edge(from: number, to: number, origin: 'webservice' | 'oms' | 'engine'): Locator {
    return this.page.locator(`.state-drawing [data-edge="${from}-${to}-${origin}"]`)
  }

  /** The row of a status in the twin of the drawing, which is opened when it is folded. */
  async stateRow(status: string): Promise<Locator> {
    if (!(await this.states.isVisible())) await this.page.getByText('As a table').click()
    return this.states.getByRole('row', { name: new RegExp(`^\\d+ ${status}`) })
  }
}
