import { Trans, useLingui } from '@lingui/react/macro'
import type { WowMetadata } from '../../../wow/metadata.ts'
import { foundMetadata, shortName } from '../metadata/foundMetadata.ts'
import { COMMON_COMMANDS } from './commandHeaders.ts'

export interface ChosenCommand {
  readonly type: string
  readonly context: string
  readonly aggregate: string
}

interface CommandPickerProps {
  readonly metadata: WowMetadata | undefined
  readonly chosen: ChosenCommand
  readonly onChoose: (command: ChosenCommand) => void
}

const keyOf = ({ type, context, aggregate }: ChosenCommand): string => [type, context, aggregate].join(' ')

/** Every command of the metadata and those that every aggregate has; any other by its Java class. */
export function CommandPicker({ metadata, chosen, onChoose }: CommandPickerProps) {
  const { t } = useLingui()
  const groups = (metadata === undefined ? [] : foundMetadata(metadata, '')).flatMap(({ name: context, aggregates }) =>
    aggregates.map(({ name: aggregate, commands }) => ({
      context,
      aggregate,
      commands: [...commands, ...COMMON_COMMANDS].map((type): ChosenCommand => ({ type, context, aggregate })),
    })),
  )
  const all = groups.flatMap(({ commands }) => commands)
  const key = keyOf(chosen)
  const isListed = all.some((command) => keyOf(command) === key)
  return (
    <div className="tool-form">
      <label className="tool-field">
        <Trans>Command</Trans>
        <select
          value={isListed ? key : ''}
          onChange={(event) => {
            const next = event.currentTarget.value
            onChoose(all.find((command) => keyOf(command) === next) ?? { type: '', context: '', aggregate: '' })
          }}
        >
          <option value="">{t`another, by its class`}</option>
          {groups.map(({ context, aggregate, commands }) => (
            <optgroup key={`${context} ${aggregate}`} label={`${context} · ${aggregate}`}>
              {commands.map((command) => (
                <option key={command.type} value={keyOf(command)}>
                  {shortName(command.type)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      {isListed ? (
        <code className="secondary send-class">{chosen.type}</code>
      ) : (
        <label className="tool-field send-class">
          <Trans>Java class of the command</Trans>
          <input
            value={chosen.type}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => onChoose({ ...chosen, type: event.currentTarget.value.trim() })}
          />
        </label>
      )}
    </div>
  )
}
