/*
 * Stands in for the plug-ins that electron-builder brings for NSIS: StdUtils, UAC, WinShell and nsis7z, each of which is a copy
 * of this one under its own name. They do what an installation without windows asks of them, and no more. They take off
 * NSIS's stack, and put on it, what the real ones do.
 */
#include <windows.h>
#include <shellapi.h>
#include <wchar.h>

typedef struct entry {
  struct entry *next;
  wchar_t text[1];
} entry;

#define PLUG_IN_FUNCTION(name) \
  __declspec(dllexport) void name(HWND parent, int size, wchar_t *variables, entry **stack, void *more)
#define UNUSED (void)parent, (void)size, (void)variables, (void)stack, (void)more

static void push(entry **stack, int size, const wchar_t *text) {
  entry *top = GlobalAlloc(GPTR, sizeof(entry) + (size_t)size * sizeof(wchar_t));
  lstrcpynW(top->text, text, size);
  top->next = *stack;
  *stack = top;
}

static void pop(entry **stack, wchar_t *into) {
  entry *top = *stack;
  if (into) *into = 0;
  if (!top) return;
  if (into) lstrcpyW(into, top->text);
  *stack = top->next;
  GlobalFree(top);
}

static wchar_t one[8192], other[8192];

/* --name or --name=value among the words of the command; "" where it stands without a value, NULL where it does not stand */
static const wchar_t *parameter(const wchar_t *name) {
  int count, length = lstrlenW(name);
  wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &count);
  for (int n = 1; n < count; n += 1) {
    const wchar_t *word = words[n];
    while (*word == L'-' || *word == L'/') word += 1;
    if (word == words[n] || _wcsnicmp(word, name, (size_t)length) != 0) continue;
    if (word[length] == L'=') return word + length + 1;
    if (word[length] == 0) return L"";
  }
  return NULL;
}

PLUG_IN_FUNCTION(TestParameter) {
  UNUSED;
  pop(stack, one);
  push(stack, size, parameter(one) ? L"true" : L"false");
}

PLUG_IN_FUNCTION(GetParameter) {
  UNUSED;
  pop(stack, other);
  pop(stack, one);
  const wchar_t *found = parameter(one);
  push(stack, size, found ? found : other);
}

PLUG_IN_FUNCTION(GetAllParameters) {
  UNUSED;
  pop(stack, NULL);
  const wchar_t *words = GetCommandLineW();
  const wchar_t *end = *words == L'"' ? wcschr(words + 1, L'"') : wcschr(words, L' ');
  push(stack, size, end ? end + 1 : L"");
}

PLUG_IN_FUNCTION(GetParentPath) {
  UNUSED;
  pop(stack, one);
  wchar_t *last = wcsrchr(one, L'\\');
  if (last) *last = 0;
  push(stack, size, one);
}

/* starts nothing: what is installed is no app */
PLUG_IN_FUNCTION(ExecShellAsUser) {
  UNUSED;
  for (int n = 0; n < 3; n += 1) pop(stack, NULL);
  push(stack, size, L"ok");
}

/* "2": is it an administrator? "3": is it the second of two processes, started with an administrator's rights? */
PLUG_IN_FUNCTION(_) {
  UNUSED;
  pop(stack, one);
  if (one[0] == L'2' || one[0] == L'3') push(stack, size, one[0] == L'2' ? L"1" : L"0");
}

PLUG_IN_FUNCTION(SetLnkAUMI) {
  UNUSED;
  pop(stack, NULL);
  pop(stack, NULL);
}

PLUG_IN_FUNCTION(UninstShortcut) {
  UNUSED;
  pop(stack, NULL);
}

PLUG_IN_FUNCTION(UninstAppUserModelId) {
  UNUSED;
  pop(stack, NULL);
}

static void copy(const wchar_t *from, const wchar_t *to) {
  WIN32_FIND_DATAW found;
  wchar_t all[1024], source[1024], target[1024];
  _snwprintf(all, 1024, L"%ls\\*", from);
  HANDLE search = FindFirstFileW(all, &found);
  if (search == INVALID_HANDLE_VALUE) return;
  do {
    if (!wcscmp(found.cFileName, L".") || !wcscmp(found.cFileName, L"..")) continue;
    _snwprintf(source, 1024, L"%ls\\%ls", from, found.cFileName);
    _snwprintf(target, 1024, L"%ls\\%ls", to, found.cFileName);
    if (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) {
      CreateDirectoryW(target, NULL);
      copy(source, target);
    } else CopyFileW(source, target, FALSE);
  } while (FindNextFileW(search, &found));
  FindClose(search);
}

/* 7za took the files out of the archive already, outside of Wine (make.ts) */
PLUG_IN_FUNCTION(Extract) {
  UNUSED;
  pop(stack, one);
  if (GetFileAttributesW(one) == INVALID_FILE_ATTRIBUTES) return;
  GetCurrentDirectoryW(8192, other);
  copy(L"C:\\unpacked", other);
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, LPVOID reserved) {
  (void)self, (void)reason, (void)reserved;
  return TRUE;
}
