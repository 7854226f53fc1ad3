import { stepTable } from './step-table';

it('has a line for each step, in columns', () => {
  expect(
    stepTable([
      { step: 'data', files: 3, bytesIn: 722, bytesOut: 614, milliseconds: 9.4, from: 'made' },
      { step: 'compile linux/amd64', milliseconds: 1234 },
      {
        step: 'go linux/amd64',
        files: 1,
        bytesIn: 6041726,
        bytesOut: 2565647,
        milliseconds: 0,
        from: 'store',
      },
    ]).join('\n'),
  ).toBe(`step                 files  bytes in  bytes out  seconds  from
data                     3       722        614    0.009  made
compile linux/amd64                                1.234
go linux/amd64           1   6041726    2565647    0.000  store`);
});
