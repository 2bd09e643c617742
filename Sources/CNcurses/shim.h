#pragma once
#define NCURSES_WIDECHAR 1
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include <ncurses.h>
#include <term.h>

// What Swift cannot import from ncurses: its macros, and its global variables, which Swift 6 takes
// for shared mutable state. Main thread only, like all of ncurses.

/// Opens the terminal of TERM at `output`, which must be a terminal then; null where that fails.
static inline SCREEN *curses_open(int output) {
  FILE *file = fdopen(output, "w");
  return file ? newterm(NULL, file, stdin) : NULL;
}

static inline WINDOW *curses_screen(void) { return stdscr; }
static inline WINDOW *curses_physical_screen(void) { return curscr; }
static inline int curses_colors(void) { return COLORS; }
static inline int curses_color_pairs(void) { return COLOR_PAIRS; }

static inline attr_t curses_bold(void) { return A_BOLD; }
static inline attr_t curses_reverse(void) { return A_REVERSE; }
static inline attr_t curses_underline(void) { return A_UNDERLINE; }
static inline attr_t curses_dim(void) { return A_DIM; }

/// Columns that a character takes in the present locale, -1 for one that cannot be shown.
static inline int curses_width(wchar_t character) {
  extern int wcwidth(wchar_t);
  return wcwidth(character);
}

/// Ends every attribute and colour, for a terminal that something else has written to.
static inline int curses_attributes_off(void) { return vid_attr(A_NORMAL, 0, NULL); }

/// Writes `count` characters in one style from a place on; what does not fit is cut.
static inline int curses_write(
    int row, int column, const wchar_t *text, int count, attr_t attributes, short pair) {
  wattr_set(stdscr, attributes, pair, NULL);
  return mvwaddnwstr(stdscr, row, column, text, count);
}

/// A string capability of the terminal that `setupterm` or `newterm` read; null when it has none.
static inline const char *curses_capability(const char *name) {
  const char *text = tigetstr((char *)name);
  return text == (const char *)-1 ? NULL : text;
}

static inline int curses_number(const char *name) { return tigetnum((char *)name); }
static inline int curses_flag(const char *name) { return tigetflag((char *)name) > 0; }

/// 1 when the terminal's description is found, 0 when it is not, -1 without any descriptions.
static inline int curses_look_up(const char *terminal) {
  int found = -1;
  setupterm(terminal, 1, &found);
  return found;
}

static inline void curses_forget_look_up(void) {
  if (cur_term) del_curterm(cur_term);
}
