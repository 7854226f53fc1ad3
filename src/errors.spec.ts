import { circumstance, systemErrorCode, UserError } from './errors';

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: from the system`), { code });
}

describe('UserError', () => {
  it('says where, what, and what to do', () => {
    const cause = new Error('why');
    const error = new UserError('it is wrong', { where: 'a.yaml:1:2', todo: 'Mend it.', cause });
    expect(error.message).toBe('a.yaml:1:2: it is wrong\n  Mend it.');
    expect(error.name).toBe('UserError');
    expect(error.cause).toBe(cause);
  });

  it('says no more than it is told', () => {
    expect(new UserError('it is wrong').message).toBe('it is wrong');
    expect(new UserError('it is wrong', { where: 'a' }).message).toBe('a: it is wrong');
    expect(new UserError('it is wrong', { todo: 'Do.' }).message).toBe('it is wrong\n  Do.');
  });
});

describe('systemErrorCode', () => {
  it.each([
    [systemError('ENOENT'), 'ENOENT'],
    [Object.assign(new Error(), { code: 7 }), undefined],
    [new Error('x'), undefined],
    ['ENOENT', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('of %p is %p', (error, expected) => {
    expect(systemErrorCode(error)).toBe(expected);
  });
});

describe('circumstance', () => {
  const toldWithCode = Object.assign(new UserError('told'), { code: 'ENOENT' });

  it.each([
    ['EACCES', 'permission denied\n  Let the user that runs the build read and write it.'],
    ['EPERM', 'operation not permitted\n  Let the user that runs the build read and write it.'],
    ['ENOSPC', 'the disk is full\n  Free some space and build again.'],
    ['EDQUOT', 'the disk quota is used up\n  Free some space and build again.'],
    ['EROFS', 'the file system is read-only\n  Build where the project can be written.'],
    ['EMFILE', 'too many open files\n  Raise the limit (ulimit -n).'],
    ['ENOENT', 'the file is gone\n  Build again when nothing else writes the project.'],
    ['ENOTDIR', 'the file is gone\n  Build again when nothing else writes the project.'],
    ['ENAMETOOLONG', 'the name is too long for this file system\n  Shorten it.'],
  ])('tells of %s', (code, text) => {
    const error = systemError(code);
    const told = circumstance(error, 'read the file', 'fn/a') as UserError;
    expect(told).toBeInstanceOf(UserError);
    expect(told.message).toBe(`fn/a: cannot read the file: ${text}`);
    expect(told.cause).toBe(error);
  });

  it.each([
    toldWithCode,
    new UserError('told'),
    systemError('EBADF'),
    new TypeError('a bug'),
    'text',
    undefined,
  ])('leaves %p as it is', (error) => {
    expect(circumstance(error, 'read', 'fn/a')).toBe(error);
  });
});
