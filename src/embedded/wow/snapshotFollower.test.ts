import { expect, test, vi } from 'vitest'
import { snapshotFollower } from './snapshotFollower.ts'

test('a snapshot that could not be saved is saved later, and keeps nobody else waiting', async () => {
  const saves: string[] = []
  const save = vi
    .fn(async (id: string) => void saves.push(id))
    .mockRejectedValueOnce(new Error('1000 jobs wait already.'))
  const failed = vi.fn()
  const follower = snapshotFollower(1, save, failed)
  follower.follow('a', 2)
  follower.follow('b', 1)
  await Promise.all([follower.saved('a', 2), follower.saved('b', 1)])
  expect(saves).toEqual(['b', 'a'])
  expect(failed).toHaveBeenCalledOnce()
  follower.close()
})
