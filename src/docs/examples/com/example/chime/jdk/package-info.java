/** A client of Chime for applications with the JDK and Jackson alone. */
package com.example.chime.jdk;
