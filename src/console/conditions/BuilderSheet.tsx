import { useLingui } from '@lingui/react/macro'
import { Suspense, lazy } from 'react'
import type { ComponentProps } from 'react'
import { PartBoundary } from '../ui/PartBoundary.tsx'
import './conditions.css'

const ConditionBuilder = lazy(async () => ({
  default: (await import('./builder/ConditionBuilder.tsx')).ConditionBuilder,
}))

/** The place of the condition builder; its code comes with the first opening. */
export function BuilderSheet(props: ComponentProps<typeof ConditionBuilder>) {
  const { t } = useLingui()
  return (
    <PartBoundary onClose={props.onClose}>
      <Suspense fallback={<p className="builder-loading">{t`Loading`}</p>}>
        <ConditionBuilder {...props} />
      </Suspense>
    </PartBoundary>
  )
}
