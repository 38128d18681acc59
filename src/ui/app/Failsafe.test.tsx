// A page that cannot be drawn says so, and draws again when the cause is gone.
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { Failsafe } from './Failsafe.tsx';

it('stands in for a page that fails, until it can be drawn', async () => {
  const silence = vi.spyOn(console, 'error').mockImplementation(() => {});
  let broken = true;
  const Page = () => {
    if (broken) throw new Error('no such pane');
    return <p>the page</p>;
  };
  render(
    <Failsafe>
      <Page />
    </Failsafe>,
  );
  expect(screen.getByRole('main').textContent).toContain('no such pane');
  broken = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(screen.getByText('the page')).toBeTruthy();
  silence.mockRestore();
});
