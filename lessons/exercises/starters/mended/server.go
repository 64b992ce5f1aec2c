// An echo server: each message is a 4-byte length, big-endian, and then that many bytes.
package main

import (
	"bytes"
	"encoding/binary"
	"io"
	"log"
	"net"
	"os"
)

const longest = 16 << 20

func serve(conn net.Conn) {
	defer conn.Close()
	for {
		header := make([]byte, 4)
		if _, err := io.ReadFull(conn, header); err != nil {
			return
		}
		length := binary.BigEndian.Uint32(header)
		if length > longest {
			return
		}
		// The buffer grows with what arrives, not with what the header announces.
		message := bytes.NewBuffer(header)
		if _, err := io.CopyN(message, conn, int64(length)); err != nil {
			return
		}
		if _, err := conn.Write(message.Bytes()); err != nil {
			return
		}
	}
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("PORT"))
	if err != nil {
		log.Fatal(err)
	}
	for {
		conn, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go serve(conn)
	}
}
