import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useId, useRef } from 'react'
import type { RefObject } from 'react'
import type { Condition } from '../../../wow/condition/condition.ts'
import type { Problem } from '../../../wow/condition/editCondition.ts'
import { withField, withOperator } from '../../../wow/condition/editCondition.ts'
import { GROUP_OPERATORS, isRecordOperator, typeOf } from '../../../wow/condition/operatorRules.ts'
import { operatorWords } from '../../../wow/condition/describe.ts'
import { Icon } from '../../ui/Icon.tsx'
import { MenuButton } from '../../ui/popup/MenuButton.tsx'
import { usePreferences } from '../../ui/preferences.ts'
import { Combobox } from './Combobox.tsx'
import { isGroup, join } from './draft.ts'
import type { DraftNode } from './draft.ts'
import { FieldPicker } from './FieldPicker.tsx'
import type { About } from './FieldPicker.tsx'
import { OperatorPicker } from './OperatorPicker.tsx'
import { ProblemText } from './ProblemNote.tsx'
import { refusalOf } from './refusedNodes.ts'
import type { RefusedOperator } from './refusedNodes.ts'
import { ValueEditor } from './ValueEditor.tsx'
import { zoneName } from './zonedTime.ts'

/** What a node can ask of the tree. */
export interface TreeActions {
  readonly change: (key: number, condition: Condition) => void
  readonly addRow: (key: number) => void
  readonly addGroup: (key: number) => void
  readonly remove: (key: number) => void
  readonly move: (key: number, by: 1 | -1) => void
  readonly wrap: (key: number) => void
  readonly moveOut: (key: number) => void
  readonly canMoveOut: (key: number) => boolean
}

interface NodeContext {
  readonly about: About
  readonly actions: TreeActions
  readonly refused: readonly RefusedOperator[]
  readonly problems: ReadonlyMap<number, Problem>
  /** The server's words, by key: known beforehand or after it was asked. */
  readonly refusals: ReadonlyMap<number, string>
  /** The node that has the focus next. */
  readonly focusKey: number | undefined
  readonly onFocused: () => void
}

interface NodeProps {
  readonly node: DraftNode
  readonly context: NodeContext
  /** Its place in words: `2.1`; empty at the top. */
  readonly place: string
  readonly within: string
  readonly isFirst: boolean
  readonly isLast: boolean
  /** It is the one condition of an ELEM_MATCH: it cannot be moved or removed. */
  readonly isOnly?: boolean
}

export function ConditionNode(props: NodeProps) {
  return isGroup(props.node) ? <GroupNode {...props} /> : <RowNode {...props} />
}

function useFocus(input: RefObject<HTMLInputElement | null>, { node: { key }, context }: NodeProps): void {
  const { focusKey, onFocused } = context
  useEffect(() => {
    if (focusKey !== key) return
    const wrong = input.current?.closest('fieldset')?.querySelector<HTMLElement>('[aria-invalid=true]')
    const target = wrong ?? input.current
    target?.focus()
    target?.scrollIntoView({ block: 'nearest' })
    onFocused()
  }, [input, key, focusKey, onFocused])
}

function GroupNode(props: NodeProps) {
  const { node, context, place, within } = props
  const { t } = useLingui()
  const { language } = usePreferences()
  const notesId = useId()
  const input = useRef<HTMLInputElement>(null)
  const { operator = 'AND' } = node.condition
  useFocus(input, props)
  return (
    <fieldset className="group-node" aria-label={place === '' ? t`All conditions` : t`Group ${place}`}>
      <div className="group-head">
        <Combobox
          label={t`Joined by`}
          className="join-picker"
          inputRef={input}
          choices={GROUP_OPERATORS.map((each) => ({
            value: each,
            label: operatorWords(each, 'any', language),
            detail: each,
            refusal: refusalOf(each, context.refused),
          }))}
          shown={operatorWords(operator, 'any', language)}
          onChoose={(value) => {
            const chosen = GROUP_OPERATORS.find((each) => each === value)
            if (chosen !== undefined) context.actions.change(node.key, { operator: chosen })
          }}
          describedBy={notesId}
          invalid={context.refusals.has(node.key) || context.problems.has(node.key)}
        />
        {place !== '' && <NodeButtons {...props} />}
      </div>
      <Notes id={notesId} {...props} />
      <ul className="group-children">
        {node.children.map((child, index) => (
          <li key={child.key}>
            <ConditionNode
              node={child}
              context={context}
              place={place === '' ? String(index + 1) : `${place}.${index + 1}`}
              within={within}
              isFirst={index === 0}
              isLast={index === node.children.length - 1}
            />
          </li>
        ))}
      </ul>
      <div className="group-foot">
        <button type="button" className="link-button" onClick={() => context.actions.addRow(node.key)}>
          + <Trans>condition</Trans>
        </button>
        <button type="button" className="link-button" onClick={() => context.actions.addGroup(node.key)}>
          + <Trans>group</Trans>
        </button>
      </div>
    </fieldset>
  )
}

function RowNode(props: NodeProps) {
  const { node, context, place, within } = props
  const { t } = useLingui()
  const { zone } = usePreferences()
  const notesId = useId()
  const input = useRef<HTMLInputElement>(null)
  const { condition } = node
  const { operator = 'ALL', field = '' } = condition
  const type = typeOf(field, within)
  const here = zoneName(zone)
  const change = (next: Condition) => context.actions.change(node.key, next)
  const problem = context.problems.get(node.key)?.code
  const refused = context.refusals.has(node.key)
  useFocus(input, props)
  return (
    <fieldset className="row-node" aria-label={t`Condition ${place}`}>
      <FieldPicker
        about={context.about}
        field={field}
        within={within}
        isRecord={isRecordOperator(operator)}
        inputRef={input}
        onField={(next) => change(withField(condition, next, typeOf(next, within), here))}
        onRecord={() => change(withOperator(condition, 'ID', type, here))}
        invalid={problem === 'no-field' || problem === 'field-with-dollar'}
        describedBy={notesId}
      />
      <OperatorPicker
        operator={operator}
        type={type}
        refused={context.refused}
        onOperator={(next) => change(withOperator(condition, next, type, here))}
        invalid={refused}
        describedBy={notesId}
      />
      <ValueEditor
        condition={condition}
        type={type}
        within={within}
        refused={context.refused}
        onChange={change}
        invalid={problem !== undefined && problem !== 'no-field' && problem !== 'field-with-dollar'}
        describedBy={notesId}
      />
      <NodeButtons {...props} />
      <Notes id={notesId} {...props} />
      {operator === 'ELEM_MATCH' && (
        <div className="element-child">
          {node.children.map((child) => (
            <ConditionNode
              key={child.key}
              node={child}
              context={context}
              place={`${place}.1`}
              within={join(within, field)}
              isFirst
              isLast
              isOnly
            />
          ))}
        </div>
      )}
    </fieldset>
  )
}

function Notes({ id, node, context }: NodeProps & { id: string }) {
  const problem = context.problems.get(node.key)
  const refusal = context.refusals.get(node.key)
  return (
    <div id={id} className="node-notes">
      {problem !== undefined && (
        <p className="problem">
          <ProblemText problem={problem} />
        </p>
      )}
      {refusal !== undefined && (
        <p className="problem">
          <Trans>This server refuses it:</Trans> <span lang="en">{refusal}</span>
        </p>
      )}
    </div>
  )
}

function NodeButtons({ node, context: { actions }, place, isFirst, isLast, isOnly = false }: NodeProps) {
  const { t } = useLingui()
  const { key } = node
  return (
    <span className="node-buttons">
      <MenuButton
        label={t`Move condition ${place}`}
        choices={[
          ...(isOnly || isFirst ? [] : [{ key: 'up', name: t`Move up`, onChoose: () => actions.move(key, -1) }]),
          ...(isOnly || isLast ? [] : [{ key: 'down', name: t`Move down`, onChoose: () => actions.move(key, 1) }]),
          { key: 'wrap', name: t`Put into a group of its own`, onChoose: () => actions.wrap(key) },
          ...(actions.canMoveOut(key)
            ? [{ key: 'out', name: t`Move out of its group`, onChoose: () => actions.moveOut(key) }]
            : []),
        ]}
      />
      {!isOnly && (
        <button
          type="button"
          className="icon-button"
          aria-label={t`Remove condition ${place}`}
          onClick={() => actions.remove(key)}
        >
          <Icon name="close" />
        </button>
      )}
    </span>
  )
}
