/*
 * Stands in for the runtime at the head of an AppImage where electron-builder's own cannot be fetched. Never in a
 * release. The file system that follows it in the file is mounted with the machine's squashfuse, or unpacked with its
 * unsquashfs where mounting fails or APPIMAGE_EXTRACT_AND_RUN or --appimage-extract-and-run asks for it. As with the
 * real one, the process that was started becomes the app, and a watcher clears up when the app and all it started ended.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char self[PATH_MAX], offset[32], folder[PATH_MAX];

/* The exit code of a program, 127 where there is none; what it says is thrown away where `quiet`. */
static int run(char *const argv[], int quiet) {
  pid_t child = fork();
  int status;
  if (child == 0) {
    if (quiet) {
      int nowhere = open("/dev/null", O_WRONLY);
      dup2(nowhere, 1);
      dup2(nowhere, 2);
    }
    execvp(argv[0], argv);
    _exit(127);
  }
  if (child < 0) return 127;
  while (waitpid(child, &status, 0) < 0)
    ;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static int unpack(char *into, int quiet) {
  char *argv[] = {"unsquashfs", "-f", "-n", "-q", "-o", offset, "-d", into, self, 0};
  /* 2: a file's owner or attributes could not be set, which no user can and nobody needs */
  int code = run(argv, quiet);
  return code == 0 || code == 2;
}

static int find_offset(void) {
  Elf64_Ehdr head;
  int file = open(self, O_RDONLY | O_CLOEXEC);
  if (file < 0 || read(file, &head, sizeof head) != (ssize_t)sizeof head) return 0;
  close(file);
  snprintf(offset, sizeof offset, "%lu",
           (unsigned long)head.e_shoff + (unsigned long)head.e_shentsize * head.e_shnum);
  return 1;
}

/* Waits until nobody holds the other end of the pipe, then takes the folder away. */
static void watch(int reading, int mounted) {
  char byte;
  setsid();
  signal(SIGINT, SIG_IGN);
  signal(SIGTERM, SIG_IGN);
  signal(SIGHUP, SIG_IGN);
  int nowhere = open("/dev/null", O_RDWR);
  dup2(nowhere, 0);
  dup2(nowhere, 1);
  dup2(nowhere, 2);
  if (chdir("/") != 0) _exit(1);
  while (read(reading, &byte, 1) > 0)
    ;
  if (mounted) {
    char *three[] = {"fusermount3", "-uz", folder, 0}, *two[] = {"fusermount", "-uz", folder, 0};
    if (run(three, 1) != 0) run(two, 1);
    rmdir(folder);
  } else {
    char *argv[] = {"rm", "-rf", folder, 0};
    run(argv, 1);
  }
  _exit(0);
}

int main(int argc, char **argv) {
  ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
  if (length < 0) return 1;
  self[length] = 0;
  if (!find_offset()) return 1;
  if (argc > 1 && !strcmp(argv[1], "--appimage-offset")) {
    puts(offset);
    return 0;
  }
  if (argc > 1 && !strcmp(argv[1], "--appimage-extract")) return unpack("squashfs-root", 0) ? 0 : 1;
  int unpacked = getenv("APPIMAGE_EXTRACT_AND_RUN") != NULL, first = 1;
  if (argc > 1 && !strcmp(argv[1], "--appimage-extract-and-run")) unpacked = first = 2;

  const char *temporary = getenv("TMPDIR");
  snprintf(folder, sizeof folder, "%s/.mount_KooSyncXXXXXX", temporary && *temporary ? temporary : "/tmp");
  if (!mkdtemp(folder)) {
    perror("koosync: no folder to mount in");
    return 1;
  }
  int mounted = 0;
  if (!unpacked) {
    char option[64];
    snprintf(option, sizeof option, "offset=%s", offset);
    char *mount[] = {"squashfuse", "-o", option, self, folder, 0};
    mounted = run(mount, 1) == 0;
  }
  if (!mounted && !unpack(folder, 1)) {
    fprintf(stderr, "koosync: neither squashfuse could mount this AppImage nor unsquashfs unpack it\n");
    rmdir(folder);
    return 1;
  }

  int ends[2];
  if (pipe(ends) != 0) return 1;
  if (fork() == 0) {
    close(ends[1]);
    watch(ends[0], mounted);
  }
  close(ends[0]);
  /* ends[1] stays open in the app and in what it starts, and is closed with the last of them. */
  char run_path[PATH_MAX + 8], where[PATH_MAX];
  snprintf(run_path, sizeof run_path, "%s/AppRun", folder);
  setenv("APPIMAGE", self, 1);
  setenv("APPDIR", folder, 1);
  setenv("ARGV0", argv[0], 1);
  if (getcwd(where, sizeof where)) setenv("OWD", where, 1);
  argv += first - 1;
  argv[0] = run_path;
  execv(run_path, argv);
  perror("koosync: AppRun");
  return 127;
}
