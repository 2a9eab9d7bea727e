import { expect, test } from 'vitest'
import { foundMetadata, shortName } from './foundMetadata.ts'

const metadata = {
  contexts: {
    shop: {
      alias: 'sh',
      aggregates: {
        order: {
          type: 'com.shop.Order',
          commands: ['com.shop.PayOrder', 'com.shop.CancelOrder'],
          events: ['com.shop.OrderPaid'],
        },
        cart: { type: 'com.shop.Cart', commands: ['com.shop.AddItem'], events: [] },
      },
    },
    'a.library': { alias: null, aggregates: {} },
  },
}

const names = (text: string) =>
  foundMetadata(metadata, text).map(({ name, aggregates }) => [
    name,
    ...aggregates.map((each) => [each.name, ...each.commands.map(shortName), ...each.events.map(shortName)].join(' ')),
  ])

test('without a text everything is there, contexts with aggregates first', () => {
  expect(names('')).toEqual([['shop', 'order CancelOrder PayOrder OrderPaid', 'cart AddItem'], ['a.library']])
})

test('a class is found with where it belongs', () => expect(names('additem')).toEqual([['shop', 'cart AddItem']]))

test('what is found by its own name keeps what is in it', () => {
  expect(names('com.shop.Cart')).toEqual([['shop', 'cart AddItem']])
  expect(names('library')).toEqual([['a.library']])
})

test('every word has to be there', () => {
  expect(names('order paid')).toEqual([['shop', 'order OrderPaid']])
  expect(names('order nothing')).toEqual([])
})
