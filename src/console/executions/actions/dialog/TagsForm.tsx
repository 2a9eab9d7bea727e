import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from 'antd'
import { useId } from 'react'
import type { ReactNode } from 'react'
import type { Tags } from '../../../../wow/schemas.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { useCommandRun } from '../commandRuns.ts'
import { DecisionForm } from './DecisionForm.tsx'
import type { Decision } from './DecisionForm.tsx'
import { TagsText } from './TagsText.tsx'
import { useTyped } from './typedDraft.ts'
import { readTags, TypedTags, typedTags } from './typedTags.ts'
import type { TagProblem, TypedTag } from './typedTags.ts'

/** The tags of a record, old beside new: each key with its values. */
export function TagsForm(decision: Decision) {
  const { source, record } = decision
  const failed = useCommandRun(source, record.id)?.intent
  const { typed, setTyped, draft } = useTyped(decision, TypedTags, () =>
    typedTags(failed?.act === 'tags' ? failed.tags : record.tags),
  )
  const read = readTags(typed)
  const problems = read.ok ? [] : read.problems
  const change = (at: number, tag: TypedTag) => setTyped(typed.map((each, index) => (index === at ? tag : each)))

  return (
    <DecisionForm
      {...decision}
      draft={draft}
      intentOf={(version) =>
        read.ok && !isSame(record.tags, read.tags) ? { act: 'tags', tags: read.tags, version } : undefined
      }
    >
      <div className="tags-now">
        <h3>
          <Trans>Now</Trans>
        </h3>
        <TagsText tags={record.tags} />
      </div>
      <div className="tags-new">
        <h3>
          <Trans>New</Trans>
        </h3>
        {typed.map((tag, index) => (
          <TagRow
            key={tag.row}
            tag={tag}
            problem={problems[index]}
            onChange={(next) => change(index, next)}
            onRemove={() => setTyped(typed.filter((each) => each !== tag))}
          />
        ))}
        <Button
          size="small"
          data-first
          onClick={() =>
            setTyped([...typed, { row: Math.max(0, ...typed.map(({ row }) => row)) + 1, key: '', values: [''] }])
          }
        >
          <Trans>Add a key</Trans>
        </Button>
      </div>
      {read.ok && <Difference from={record.tags} to={read.tags} />}
    </DecisionForm>
  )
}

interface TagRowProps {
  readonly tag: TypedTag
  readonly problem: TagProblem | undefined
  readonly onChange: (tag: TypedTag) => void
  readonly onRemove: () => void
}

function TagRow({ tag, problem, onChange, onRemove }: TagRowProps) {
  const { t } = useLingui()
  const helpId = useId()
  const name = tag.key.trim() === '' ? t`new key` : tag.key
  const setValue = (at: number, value: string) =>
    onChange({ ...tag, values: tag.values.map((each, index) => (index === at ? value : each)) })
  return (
    <fieldset className="tag-row" aria-label={t`Tag ${name}`}>
      <input
        className="text-input tag-key"
        aria-label={t`Key`}
        autoComplete="off"
        spellCheck={false}
        value={tag.key}
        aria-invalid={problem !== undefined}
        aria-describedby={helpId}
        onChange={(event) => onChange({ ...tag, key: event.currentTarget.value })}
      />
      <div className="tag-values">
        {tag.values.map((value, index) => (
          <span key={index} className="tag-value">
            <input
              className="text-input"
              aria-label={t`Value ${index + 1} of ${name}`}
              autoComplete="off"
              spellCheck={false}
              value={value}
              onChange={(event) => setValue(index, event.currentTarget.value)}
            />
            <button
              type="button"
              className="icon-button"
              aria-label={t`Remove value ${index + 1} of ${name}`}
              onClick={() => onChange({ ...tag, values: tag.values.filter((_, at) => at !== index) })}
            >
              <Icon name="close" />
            </button>
          </span>
        ))}
        <button type="button" className="link-button" onClick={() => onChange({ ...tag, values: [...tag.values, ''] })}>
          <Trans>Add a value</Trans>
        </button>
      </div>
      <button type="button" className="link-button tag-remove" onClick={onRemove} aria-label={t`Remove key ${name}`}>
        <Trans>Remove</Trans>
      </button>
      <span id={helpId} className="input-help is-problem">
        {problem === 'blank' && <Trans>A key cannot be blank.</Trans>}
        {problem === 'twice' && <Trans>This key stands here twice.</Trans>}
      </span>
    </fieldset>
  )
}

/** What would be added and taken away, so that a replacing command holds no surprise. */
function Difference({ from, to }: { readonly from: Tags; readonly to: Tags }) {
  const { added, removed } = difference(from, to)
  return (
    <output className="tags-difference">
      {isSame(from, to) ? (
        <Trans>The same tags as now.</Trans>
      ) : (
        <>
          {removed.length > 0 && <Pairs label={<Trans>Takes away</Trans>} pairs={removed} />}
          {added.length > 0 && <Pairs label={<Trans>Adds</Trans>} pairs={added} />}
        </>
      )}
    </output>
  )
}

const pairs = (tags: Tags): readonly string[] =>
  Object.entries(tags).flatMap(([key, values]) =>
    values.length === 0 ? [`${key}: –`] : values.map((value) => `${key}: ${value}`),
  )

function difference(from: Tags, to: Tags) {
  const [before, after] = [pairs(from), pairs(to)]
  return {
    added: after.filter((pair) => !before.includes(pair)),
    removed: before.filter((pair) => !after.includes(pair)),
  }
}

function isSame(from: Tags, to: Tags): boolean {
  const { added, removed } = difference(from, to)
  return added.length === 0 && removed.length === 0
}

function Pairs({ label, pairs }: { readonly label: ReactNode; readonly pairs: readonly string[] }) {
  return (
    <span className="tag-pairs">
      {label}: <code>{pairs.join(' · ')}</code>
    </span>
  )
}
