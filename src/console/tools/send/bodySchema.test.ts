import { expect, test } from 'vitest'
import { bodyForm, fieldOf, missingIn } from './bodySchema.ts'
import type { OpenApiDocument } from './bodySchema.ts'

const document: OpenApiDocument = {
  paths: {
    '/order/{id}/pay': {
      put: {
        requestBody: {
          content: { 'application/json': { schema: { $ref: '#/components/schemas/shop.order.PayOrder' } } },
        },
      },
    },
    '/order/open': {
      post: {
        requestBody: {
          content: { 'application/json': { schema: { $ref: '#/components/schemas/shop.order.OpenOrder' } } },
        },
      },
    },
  },
  components: {
    schemas: {
      'shop.order.PayOrder': {
        type: 'object',
        properties: {
          note: { anyOf: [{ type: 'null' }, { type: 'string' }] },
          amount: { type: 'integer', format: 'int64' },
          by: { $ref: '#/components/schemas/Payer' },
          succeeded: { type: 'boolean', readOnly: true },
        },
        required: ['amount', 'by'],
      },
      'shop.order.OpenOrder': { type: 'object' },
      Payer: {
        type: 'object',
        properties: { kind: { enum: ['CARD', 'CASH'], type: 'string' }, name: { type: 'string' } },
        required: ['kind'],
      },
      Tree: { type: 'object', properties: { left: { $ref: '#/components/schemas/Tree' } } },
    },
  },
}

test('a command is found by its class, and what has to be there stands first', () => {
  expect(bodyForm(document, 'com.shop.PayOrder')).toEqual({
    creates: false,
    field: {
      kind: 'object',
      properties: [
        { name: 'amount', required: true, field: { kind: 'number', whole: true, long: true } },
        {
          name: 'by',
          required: true,
          field: {
            kind: 'object',
            properties: [
              { name: 'kind', required: true, field: { kind: 'choice', values: ['CARD', 'CASH'] } },
              { name: 'name', required: false, field: { kind: 'text' } },
            ],
          },
        },
        { name: 'note', required: false, field: { kind: 'text' } },
      ],
    },
  })
})

test('a way without an id makes a new aggregate', () => {
  expect(bodyForm(document, 'com.shop.OpenOrder')).toEqual({ creates: true, field: { kind: 'object', properties: [] } })
})

test('a class that the document does not know has no form', () => {
  expect(bodyForm(document, 'com.shop.Order')).toBeUndefined()
  expect(bodyForm(document, '')).toBeUndefined()
})

test('a schema that holds itself ends', () => {
  expect(JSON.stringify(fieldOf(document, { $ref: '#/components/schemas/Tree' }))).toContain('"any"')
})

test('maps and lists know what is in them', () => {
  const lists = { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } }
  expect(fieldOf(document, lists)).toEqual({ kind: 'map', of: { kind: 'list', of: { kind: 'text' } } })
})

test('what is missing is named by its path', () => {
  const field = bodyForm(document, 'PayOrder')?.field ?? { kind: 'any' }
  expect(missingIn(field, { amount: 1, by: {} })).toEqual(['by.kind'])
  expect(missingIn(field, {})).toEqual(['amount', 'by'])
  expect(missingIn(field, [])).toEqual(['amount', 'by'])
})
