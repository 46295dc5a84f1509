package store

import "golang.org/x/sys/unix"

// networkTypes are file systems on which SQLite's locks and shared memory do not
// hold. FUSE is not among them: rootless containers use it for local disks, and
// it does not say what lies behind it.
var networkTypes = map[int64]string{
	0x6969: "NFS", 0x517b: "SMB", 0xff534d42: "CIFS", 0xfe534d42: "SMB2", 0x5346414f: "AFS", 0x00c36400: "Ceph",
	0x0bd00bd0: "Lustre", 0x01021997: "9P", 0x73757245: "Coda", 0x564c: "NCP", 0x19830326: "BeeGFS", 0x7461636f: "OCFS2", 0x01161970: "GFS2",
}

// networkFS names the network file system a directory lies on, ” if none.
func networkFS(dir string) (string, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return "", err
	}
	return networkTypes[int64(uint32(st.Type))], nil
}

// FreeBytes is the room left for this user on the disk of a directory.
func FreeBytes(dir string) (int64, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return int64(st.Bavail) * int64(st.Bsize), nil
}
