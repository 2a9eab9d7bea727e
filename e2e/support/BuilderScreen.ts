import type { Locator, Page } from '@playwright/test'
import { decodeCondition } from '../../src/wow/condition/conditionCodec.ts'

/** The condition builder above the list. */
export class BuilderScreen {
  readonly page: Page
  readonly sheet: Locator
  readonly json: Locator

  constructor(page: Page) {
    this.page = page
    this.sheet = page.getByRole('region', { name: 'Condition builder' })
    this.json = this.sheet.getByRole('textbox', { name: 'Condition as JSON' })
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: '+ Condition', exact: true }).click()
    await this.sheet.waitFor()
  }

  /** One condition by its place: `1`, `2.1`. */
  row(place = '1'): Locator {
    return this.sheet.getByRole('group', { name: `Condition ${place}`, exact: true })
  }

  group(place: string): Locator {
    return this.sheet.getByRole('group', { name: `Group ${place}`, exact: true })
  }

  /** Chooses in a box by typing a name of the choice. */
  async choose(within: Locator, box: string, text: string): Promise<void> {
    const input = within.getByRole('combobox', { name: box, exact: true }).first()
    await input.fill(text)
    await input.press('Enter')
  }

  /** Opens the list of a box and gives the choice with this name. */
  async choice(within: Locator, box: string, name: string | RegExp): Promise<Locator> {
    await within.getByRole('combobox', { name: box, exact: true }).first().click()
    return this.page.getByRole('listbox', { name: box, exact: true }).getByRole('option', { name })
  }

  button(name: string): Locator {
    return this.sheet.getByRole('button', { name, exact: true })
  }

  async apply(): Promise<void> {
    await this.button('Apply').click()
    await this.sheet.waitFor({ state: 'hidden' })
  }

  /** The filter in the address as the condition that it is. */
  filter(): unknown {
    const text = new URL(this.page.url()).searchParams.get('filter')
    return text === null ? undefined : decodeCondition(text)
  }
}
