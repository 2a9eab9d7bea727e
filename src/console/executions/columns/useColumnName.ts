import { useLingui } from '@lingui/react/macro'
import { usePreferences } from '../../ui/preferences.ts'
import { columnField, isBuiltIn } from './columnFields.ts'
import type { BuiltInColumn } from './columnFields.ts'
import { asTitle } from './FieldCell.tsx'

/** The name of a column, at its head and where columns are chosen. */
export function useColumnName(): (id: string) => string {
  const { t } = useLingui()
  const { language } = usePreferences()
  const builtIn: Readonly<Record<BuiltInColumn, string>> = {
    status: t`Status`,
    id: t`Execution`,
    processor: t`Processor / function`,
    code: t`Error`,
    tries: t`Tries`,
    next: t`Next try`,
    failed: t`Failed`,
    source: t`Source`,
  }
  return (id) => (isBuiltIn(id) ? builtIn[id] : asTitle(columnField(id)?.label[language] ?? id))
}
