/*
 * How long libbpf takes to open BTF, to be measured beside the explorer.
 * In: a vmlinux and its modules as arguments; a line `base` or `modules` on stdin for each round. Out: the library's version,
 * then for each round the milliseconds it took. libbpf 1.1 exports no way to open BTF that is in memory, only a file, so the
 * same file is read just before in the same way, and that time is taken off. Freeing is not counted.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>

static double now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static void die(const char *what, const char *path)
{
	fprintf(stderr, "%s: %s\n", what, path);
	exit(1);
}

/* What libbpf does around the bytes that it looks at: open, read the magic, read all into memory, let go. Milliseconds. */
static double read_only(const char *path)
{
	double start = now_ms();
	FILE *file = fopen(path, "rb");
	unsigned short magic;
	char *bytes = NULL;
	long size = -1;

	if (file && fread(&magic, 1, sizeof(magic), file) == sizeof(magic) && fseek(file, 0, SEEK_END) == 0)
		size = ftell(file);
	if (size > 0 && fseek(file, 0, SEEK_SET) == 0)
		bytes = malloc(size);
	if (!bytes || fread(bytes, 1, size, file) != (size_t)size)
		die("cannot read", path);
	free(bytes);
	fclose(file);
	return now_ms() - start;
}

/* Milliseconds without reading; the BTF is the caller's. */
static double parse(const char *path, struct btf *base, struct btf **parsed)
{
	double reading, start, took;

	/* The first time brings the file into the processor's caches, where parsing will find it */
	read_only(path);
	reading = read_only(path);
	start = now_ms();
	*parsed = btf__parse_raw_split(path, base);
	took = now_ms() - start;
	if (!*parsed || libbpf_get_error(*parsed))
		die("libbpf refuses", path);
	return took - reading;
}

static double parse_modules(int count, char **paths, struct btf *base, struct btf **parsed)
{
	double took = 0;

	for (int i = 0; i < count; i++)
		took += parse(paths[i], base, &parsed[i]);
	for (int i = 0; i < count; i++)
		btf__free(parsed[i]);
	return took;
}

int main(int argc, char **argv)
{
	int modules = argc - 2;
	struct btf **parsed, *base;
	char round[16];

	if (argc < 2) {
		fprintf(stderr, "usage: %s VMLINUX [MODULE...]\n", argv[0]);
		return 1;
	}
	parsed = calloc(modules + 1, sizeof(*parsed));
	if (!parsed)
		return 1;
	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("%u.%u\n", libbpf_major_version(), libbpf_minor_version());
	while (fgets(round, sizeof(round), stdin)) {
		double took = parse(argv[1], NULL, &base);

		if (strncmp(round, "modules", 7) == 0)
			took = parse_modules(modules, argv + 2, base, parsed);
		btf__free(base);
		printf("%.4f\n", took);
	}
	free(parsed);
	return 0;
}
