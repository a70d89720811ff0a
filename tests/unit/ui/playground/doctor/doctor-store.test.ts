import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../../src/protocol/doctor-messages.ts';
import { DoctorStore } from '../../../../../src/ui/playground/doctor/doctor-store.ts';
import { NoticeBoard } from '../../../../../src/ui/playground/notice-board.ts';

const finding: Finding = {
  kind: 'rate-too-low',
  severity: 'warning',
  since: 0,
  ...{ from: 1, to: 0.9, epochs: 50, limit: 0.3 },
  remedy: { learningRate: 0.03 },
};

describe('the doctor on the page', () => {
  it('keeps what was found until there is something new, or another run', () => {
    const doctor = new DoctorStore(new NoticeBoard(), { value: false });
    doctor.receive({ diagnosis: { version: 1, findings: [finding] } });
    doctor.receive({});
    expect(doctor.findings.value).toEqual([finding]);
    doctor.forget();
    expect(doctor.findings.value).toEqual([]);
  });

  it('is silent where it was hidden, is told so with a way back, and remembers both', () => {
    const board = new NoticeBoard();
    const remembered = { value: false };
    const doctor = new DoctorStore(board, remembered);
    expect(doctor.isHidden.value).toBe(false);
    doctor.hide();
    expect(doctor.isHidden.value).toBe(true);
    expect(remembered.value).toBe(true);
    expect(new DoctorStore(board, remembered).isHidden.value).toBe(true);
    const [notice] = board.shown.value;
    expect(notice.text).toContain('hidden');
    notice.action?.run();
    expect(doctor.isHidden.value).toBe(false);
    expect(remembered.value).toBe(false);
    expect(board.shown.value).toEqual([]);
  });
});
