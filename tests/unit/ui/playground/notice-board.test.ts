import { describe, expect, it } from 'vitest';
import { NoticeBoard } from '../../../../src/ui/playground/notice-board.ts';

describe('the notice board', () => {
  it('shows the latest on each topic, and never drops a remedy for another topic', () => {
    const board = new NoticeBoard();
    let remedied = 0;
    board.post('divergence', 'error', 'it diverged', { label: 'Go back', run: () => remedied++ });
    for (let i = 0; i < 9; i++) board.post('link', 'warning', `link ${i}`);
    expect(board.shown.value.map(({ text }) => text)).toEqual(['it diverged', 'link 8']);
    board.shown.value[0].action?.run();
    expect(remedied).toBe(1);
    expect(board.shown.value.map(({ text }) => text)).toEqual(['link 8']);
  });

  it('takes down what no longer holds', () => {
    const board = new NoticeBoard();
    board.post('divergence', 'error', 'it diverged');
    board.withdraw('divergence');
    board.withdraw('gpu');
    expect(board.shown.value).toEqual([]);
  });
});
