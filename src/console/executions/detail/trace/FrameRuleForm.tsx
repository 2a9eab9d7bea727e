import { Trans } from '@lingui/react/macro'
import { Button } from 'antd'
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { DEFAULT_FRAME_RULE } from '../../../../wow/failure/stackTrace.ts'
import { setPreferences, usePreferences } from '../../../ui/preferences.ts'

/** The rule that tells frames of the application from those of frameworks, and the way to change it for this browser. */
export function FrameRuleForm({ onClose }: { readonly onClose: () => void }) {
  const { frameRule } = usePreferences()
  const { framework, application } = frameRule ?? DEFAULT_FRAME_RULE
  const [frameworkText, setFrameworkText] = useState(framework.join('\n'))
  const [applicationText, setApplicationText] = useState(application.join('\n'))

  function save() {
    setPreferences({ frameRule: { framework: prefixes(frameworkText), application: prefixes(applicationText) } })
    onClose()
  }

  function reset() {
    setPreferences({ frameRule: undefined })
    onClose()
  }

  return (
    <form
      className="frame-rule"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <p>
        <Trans>
          A frame belongs to whoever has the longest prefix that its class begins with; where none fits, to the
          application. One prefix a line. Kept in this browser.
        </Trans>
      </p>
      <div className="frame-rule-lists">
        <PrefixList label={<Trans>Frameworks</Trans>} value={frameworkText} onChange={setFrameworkText} />
        <PrefixList label={<Trans>Application</Trans>} value={applicationText} onChange={setApplicationText} />
      </div>
      <div className="frame-rule-buttons">
        <Button size="small" type="primary" htmlType="submit">
          <Trans>Save</Trans>
        </Button>
        <Button size="small" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        {frameRule !== undefined && (
          <Button size="small" type="link" onClick={reset}>
            <Trans>Back to the rule this page came with</Trans>
          </Button>
        )}
      </div>
    </form>
  )
}

interface PrefixListProps {
  readonly label: ReactNode
  readonly value: string
  readonly onChange: (value: string) => void
}

function PrefixList({ label, value, onChange }: PrefixListProps) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={8}
        spellCheck={false}
        autoCapitalize="off"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  )
}

const prefixes = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
]
